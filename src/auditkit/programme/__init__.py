"""The programme of a council's audits: services, quota, strata, stages and clocks, from one file."""
