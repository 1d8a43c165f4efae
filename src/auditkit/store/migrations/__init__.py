"""How a store of one version becomes one of the next, from nothing on."""
