CREATE SCHEMA auditkit;
CREATE TABLE auditkit.actions (
    action text NOT NULL,
    programme text,
    service text,
    team text,
    case_ref text,
    question text,
    owner text,
    due text NOT NULL,
    status text NOT NULL,
    version bigint NOT NULL,
    changed_by text NOT NULL,
    content text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT auditkit_actions_status CHECK ((status = ANY (ARRAY['open'::text, 'in_progress'::text, 'done'::text, 'verified'::text, 'cancelled'::text]))),
    CONSTRAINT auditkit_actions_version CHECK ((version > 0))
);
CREATE TABLE auditkit.audits (
    case_ref text NOT NULL,
    programme text NOT NULL,
    period text NOT NULL,
    stage text NOT NULL,
    service text,
    team text,
    practitioner text,
    auditor text,
    audit_date text,
    question_set text NOT NULL,
    set_hash text NOT NULL,
    recorded_at text NOT NULL,
    recorded_by text NOT NULL,
    corrected_by text NOT NULL,
    version bigint NOT NULL,
    stale_since bigint,
    content text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT auditkit_audits_named CHECK (((case_ref <> ''::text) AND (stage <> ''::text))),
    CONSTRAINT auditkit_audits_version CHECK ((version > 0))
);
CREATE TABLE auditkit.bodies (
    seq bigint NOT NULL,
    case_ref text,
    salt text NOT NULL,
    body text NOT NULL
);
CREATE TABLE auditkit.corrections (
    seq bigint NOT NULL,
    case_ref text NOT NULL,
    programme text NOT NULL,
    period text NOT NULL,
    stage text NOT NULL,
    question text NOT NULL,
    corrected_by text NOT NULL,
    corrected_at text NOT NULL,
    content text NOT NULL
);
CREATE TABLE auditkit.cursors (
    name text NOT NULL,
    seq bigint NOT NULL,
    proof text NOT NULL,
    CONSTRAINT auditkit_cursors_seq CHECK ((seq >= 0))
);
CREATE TABLE auditkit.draws (
    programme text NOT NULL,
    period text NOT NULL,
    purpose text NOT NULL,
    version bigint NOT NULL,
    content text NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE auditkit.entries (
    seq bigint NOT NULL,
    at text NOT NULL,
    actor text NOT NULL,
    kind text NOT NULL,
    retry text,
    sealed text NOT NULL,
    previous text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT auditkit_entries_seq CHECK ((seq > 0))
);
CREATE TABLE auditkit.overrides (
    seq bigint NOT NULL,
    rule text NOT NULL,
    case_ref text NOT NULL,
    programme text NOT NULL,
    period text NOT NULL,
    stage text NOT NULL,
    overridden_by text NOT NULL,
    because text NOT NULL
);
CREATE TABLE auditkit.programmes (
    programme text NOT NULL,
    version bigint NOT NULL,
    content text NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE auditkit.question_sets (
    content_hash text NOT NULL,
    name text NOT NULL,
    content text NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE auditkit.version (
    version_num character varying(32) NOT NULL
);
INSERT INTO auditkit.actions VALUES ('A-1', NULL, 'Older People', NULL, 'CASE-0142', 'voice', 'TL2', '2026-04-28', 'open', 2, 'HOS1', '{"case_ref":"CASE-0142","due":"2026-04-28","id":"A-1","kind":"other","owner":"TL2","priority":"normal","question":"voice","raised_by":"TL1","raised_on":"2026-04-14","service":"Older People","source":"hand","status":"open","title":"Hear the person","version":2}', 13);
INSERT INTO auditkit.audits VALUES ('CASE-0150', '', '2026-04', 'first', 'Older People', NULL, NULL, 'TL1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'TL1', '[]', 1, NULL, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{"voice":"Heard"},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}', 3);
INSERT INTO auditkit.audits VALUES ('CASE-0142', '', '2026-04', 'first', 'Older People', NULL, NULL, 'TL1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'TL1', '["HOS1"]', 2, NULL, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","yes","Yes"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}', 6);
INSERT INTO auditkit.audits VALUES ('CASE-0142', '', '2026-04', 'moderation', 'Older People', NULL, NULL, 'TL1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'HOS1', '[]', 1, 6, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null}', 6);
INSERT INTO auditkit.audits VALUES ('CASE-0150', '', '2026-04', 'reaudit', 'Older People', NULL, NULL, 'TL1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'TL1', '[]', 1, NULL, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"reaudit","team":null}', 7);
INSERT INTO auditkit.bodies VALUES (1, NULL, '5feceb66ffc86f38d952786c6d696c79', '{"content":"{\"case_fields\":{\"opened\":{\"type\":\"date\"},\"review_type\":{\"options\":[\"planned\",\"unplanned\"],\"type\":\"choice\"},\"weekly_cost\":{\"places\":2,\"type\":\"number\"}},\"question_set\":\"made\",\"rating\":{\"bands\":[{\"band\":\"good\",\"from\":\"50\",\"label\":\"Good\"},{\"band\":\"poor\",\"from\":\"0\",\"label\":\"Poor\"}]},\"scales\":{\"evidenced\":[{\"label\":\"Yes\",\"option\":\"yes\",\"score\":\"1\"},{\"label\":\"Partly\",\"option\":\"partly\",\"score\":\"0.5\"},{\"label\":\"No, or not evidenced on the file\",\"option\":\"no\",\"score\":\"0\"},{\"label\":\"Not applicable\",\"option\":\"na\",\"state\":\"not_applicable\"}]},\"sections\":[{\"questions\":[{\"comment_required\":[\"no\"],\"question\":\"plan\",\"scale\":\"evidenced\",\"text\":\"Is there a plan?\"},{\"question\":\"voice\",\"scale\":\"evidenced\",\"text\":\"Was the person heard?\"},{\"question\":\"seen\",\"text\":\"When were they seen?\",\"type\":\"date\"},{\"places\":2,\"question\":\"hours\",\"text\":\"How many hours?\",\"type\":\"number\"},{\"question\":\"said\",\"text\":\"In their words\",\"type\":\"text\"}],\"section\":\"all\",\"title\":\"All\"}],\"title\":\"Made for a test\",\"version\":\"1\"}","content_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","name":"made@1"}');
INSERT INTO auditkit.bodies VALUES (3, 'CASE-0150', 'd4735e3a265e16eee03f59718b9b5d03', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{"voice":"Heard"},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}');
INSERT INTO auditkit.bodies VALUES (4, 'CASE-0142', '4e07408562bedb8b60ce05c1decfe3ad', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}');
INSERT INTO auditkit.bodies VALUES (5, 'CASE-0142', '4b227777d4dd1fc61c6f884f48641d02', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null}');
INSERT INTO auditkit.bodies VALUES (6, 'CASE-0142', 'ef2d127de37b942baad06145e54b0c61', '{"because":"Misread","case_ref":"CASE-0142","new":{"answer":["answered","yes","Yes"],"comment":null},"old":{"answer":["answered","partly","Partly"],"comment":null},"period":"2026-04","programme":"","question":"voice","stage":"first"}');
INSERT INTO auditkit.bodies VALUES (7, 'CASE-0150', 'e7f6c011776e8db7cd330b54174fd76f', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"reaudit","team":null}');
INSERT INTO auditkit.bodies VALUES (8, 'CASE-0150', '7902699be42c8a8e46fbbb4501726517', '{"because":"Nobody else is in","case_ref":"CASE-0150","period":"2026-04","programme":"","rules":["made_up"],"stage":"reaudit"}');
INSERT INTO auditkit.bodies VALUES (9, NULL, '2c624232cdd221771294dfbb310aca00', '{"because":"Kept long enough","targets":[2]}');
INSERT INTO auditkit.bodies VALUES (10, NULL, '19581e27de7ced00ff1ce50b2047e7a5', '{"content":"{\"per_service\":4,\"programme\":\"anytown\",\"question_set\":\"made@1\",\"seed\":\"20237331128159211123\",\"services\":[{\"service\":\"older_people\",\"title\":\"Older People\"}],\"stages\":[{\"due\":\"20 working days\",\"role\":\"team_leader\",\"stage\":\"first\"}],\"title\":\"Practice audits\"}","programme":"anytown"}');
INSERT INTO auditkit.bodies VALUES (11, NULL, '4a44dc15364204a80fe80e9039455cc1', '{"content":{"period":"2026-04","programme":"anytown","purpose":"audit","seed":"7"},"period":"2026-04","programme":"anytown","purpose":"audit"}');
INSERT INTO auditkit.bodies VALUES (12, 'CASE-0142', '4fc82b26aecb47d2868c4efbe3581732', '{"action":{"case_ref":"CASE-0142","due":"2026-04-28","id":"A-1","kind":"other","priority":"normal","question":"voice","raised_by":"TL1","raised_on":"2026-04-14","service":"Older People","source":"hand","status":"open","title":"Hear the person","version":1}}');
INSERT INTO auditkit.bodies VALUES (13, 'CASE-0142', '6b51d431df5d7f141cbececcf79edf3d', '{"action":{"case_ref":"CASE-0142","due":"2026-04-28","id":"A-1","kind":"other","owner":"TL2","priority":"normal","question":"voice","raised_by":"TL1","raised_on":"2026-04-14","service":"Older People","source":"hand","status":"open","title":"Hear the person","version":2},"asked":{"changes":{"owner":"TL2"},"version":1}}');
INSERT INTO auditkit.corrections VALUES (6, 'CASE-0142', '', '2026-04', 'first', 'voice', 'HOS1', '2026-04-14T09:30:00.000000+00:00', '{"because":"Misread","case_ref":"CASE-0142","new":{"answer":["answered","yes","Yes"],"comment":null},"old":{"answer":["answered","partly","Partly"],"comment":null},"period":"2026-04","programme":"","question":"voice","stage":"first"}');
INSERT INTO auditkit.cursors VALUES ('webhook', 3, '6aa3e26be10b062b369f3bafb434cdbf3e3caa3912f978190a104ab355798a8c');
INSERT INTO auditkit.draws VALUES ('anytown', '2026-04', 'audit', 1, '{"period":"2026-04","programme":"anytown","purpose":"audit","seed":"7"}', 11);
INSERT INTO auditkit.entries VALUES (1, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'question_set', NULL, '02ae71efa2bbd60827b5be38ba34b6900660218abf16924dcb9463762b00cac1', '0000000000000000000000000000000000000000000000000000000000000000', 'c88069762da39cc9569a15de97dafad9d3bafbc27c61586d3e7b9ab029506bc6');
INSERT INTO auditkit.entries VALUES (2, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', 'form-1', 'a37da73a5413849ec71953ab124d685d661c3d32c19f2cee6c6bbe036a8e6741', 'c88069762da39cc9569a15de97dafad9d3bafbc27c61586d3e7b9ab029506bc6', 'e72998798302c1d0a571de6f43e53a05ed787b82163b3a0da755c93b1626bd18');
INSERT INTO auditkit.entries VALUES (3, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, '10f824042283a4f1dd920d572531d2f3bd845197410758d55cf4a3200dfd69e3', 'e72998798302c1d0a571de6f43e53a05ed787b82163b3a0da755c93b1626bd18', 'e47035e16ed882a552d2cf2e23e9953e3895838c233d971d4ff54c3da57d2206');
INSERT INTO auditkit.entries VALUES (4, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, 'c49c61f4f62497ca344e18d15b507f337fc34f649dc79e2f5e51814e8eaae828', 'e47035e16ed882a552d2cf2e23e9953e3895838c233d971d4ff54c3da57d2206', '878325e4d02e247f920fb804d594ce833c452f03c37f3e735599b6959b382749');
INSERT INTO auditkit.entries VALUES (5, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'audit', NULL, 'ad9fba2dae3b54984db034a86e8b72a2aead11482b802d618185a19fa2b26c40', '878325e4d02e247f920fb804d594ce833c452f03c37f3e735599b6959b382749', '22015b9c52883c2d45f343f228a8240c16654c0a3681b6bc91dbee0ec8f83181');
INSERT INTO auditkit.entries VALUES (6, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'correction', NULL, 'b664dabeaf005ebb86c07cf9b38bb9472fda6c011d4c4a4889440eb4b4de9735', '22015b9c52883c2d45f343f228a8240c16654c0a3681b6bc91dbee0ec8f83181', '828898ba1e1c518969342f3a9a2846fbdea201d782c42be16a9b8c335fef0068');
INSERT INTO auditkit.entries VALUES (7, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, 'e95731d577df2d976fbda8e2cdfe06b3cc392d80c52f18cb1123cc590755f115', '828898ba1e1c518969342f3a9a2846fbdea201d782c42be16a9b8c335fef0068', 'f173d53cf6afd7773144b3873867ea3d280a3290d7d96e7ec5158b542fd25984');
INSERT INTO auditkit.entries VALUES (8, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'override', NULL, '6509c038a52477f667c4661839482fdf31f3e15e8aaad5a7c6042cda038f1891', 'f173d53cf6afd7773144b3873867ea3d280a3290d7d96e7ec5158b542fd25984', 'a524ff66a591e4b30fa625701342cfff354a8bdbb02896896b1fbb94144974d2');
INSERT INTO auditkit.entries VALUES (9, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'erasure', NULL, '8e35aa64b27884529d689c9d2fd28dcfc6d184d628934232d3f78929a39bced0', 'a524ff66a591e4b30fa625701342cfff354a8bdbb02896896b1fbb94144974d2', '484aadd301292ee39014543f90a1988a297a3bcb9cd04274a5f98792e9d39179');
INSERT INTO auditkit.entries VALUES (10, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'programme', NULL, '803e6a7c6484798bca227eddd1c854f8d69f5ea9afcf572d73a45d297f1995ea', '484aadd301292ee39014543f90a1988a297a3bcb9cd04274a5f98792e9d39179', '3531c5db0a631d16bf2793c99be59b1cb39d57ff54c8597256585063c2f24e2a');
INSERT INTO auditkit.entries VALUES (11, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'draw', NULL, '3be518237081d02602a4649509ad6373eaf17401a472f689c4d0d8b0e783724b', '3531c5db0a631d16bf2793c99be59b1cb39d57ff54c8597256585063c2f24e2a', '4a1209c4bd91e0521c4c4a830e9a6254646278962687622e94ef94dad65f94d0');
INSERT INTO auditkit.entries VALUES (12, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'action', NULL, 'bceddf9b787918b247a69265c49895f4805879e48d03fa8baf74fdf37b0ad5c7', '4a1209c4bd91e0521c4c4a830e9a6254646278962687622e94ef94dad65f94d0', '61c4284619a2bba296541a8d087b3b91b1ba7f25368cb7b1c87444d778456ae8');
INSERT INTO auditkit.entries VALUES (13, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'action_changed', NULL, '60478bdc2f812ada54954c4646bbe36b694b131017556c8909d771c2c319baf1', '61c4284619a2bba296541a8d087b3b91b1ba7f25368cb7b1c87444d778456ae8', '16199ba1e33409ef47e4836582559b95bbd26be71d1a4e7127edd9075293f30f');
INSERT INTO auditkit.overrides VALUES (8, 'made_up', 'CASE-0150', '', '2026-04', 'reaudit', 'TL1', 'Nobody else is in');
INSERT INTO auditkit.programmes VALUES ('anytown', 1, '{"per_service":4,"programme":"anytown","question_set":"made@1","seed":"20237331128159211123","services":[{"service":"older_people","title":"Older People"}],"stages":[{"due":"20 working days","role":"team_leader","stage":"first"}],"title":"Practice audits"}', 10);
INSERT INTO auditkit.question_sets VALUES ('530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', 'made@1', '{"case_fields":{"opened":{"type":"date"},"review_type":{"options":["planned","unplanned"],"type":"choice"},"weekly_cost":{"places":2,"type":"number"}},"question_set":"made","rating":{"bands":[{"band":"good","from":"50","label":"Good"},{"band":"poor","from":"0","label":"Poor"}]},"scales":{"evidenced":[{"label":"Yes","option":"yes","score":"1"},{"label":"Partly","option":"partly","score":"0.5"},{"label":"No, or not evidenced on the file","option":"no","score":"0"},{"label":"Not applicable","option":"na","state":"not_applicable"}]},"sections":[{"questions":[{"comment_required":["no"],"question":"plan","scale":"evidenced","text":"Is there a plan?"},{"question":"voice","scale":"evidenced","text":"Was the person heard?"},{"question":"seen","text":"When were they seen?","type":"date"},{"places":2,"question":"hours","text":"How many hours?","type":"number"},{"question":"said","text":"In their words","type":"text"}],"section":"all","title":"All"}],"title":"Made for a test","version":"1"}', 1);
INSERT INTO auditkit.version VALUES ('1');
ALTER TABLE ONLY auditkit.actions
    ADD CONSTRAINT actions_pkey PRIMARY KEY (action);
ALTER TABLE ONLY auditkit.entries
    ADD CONSTRAINT auditkit_entries_retry UNIQUE (retry);
ALTER TABLE ONLY auditkit.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (case_ref, programme, period, stage);
ALTER TABLE ONLY auditkit.bodies
    ADD CONSTRAINT bodies_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY auditkit.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY auditkit.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (name);
ALTER TABLE ONLY auditkit.draws
    ADD CONSTRAINT draws_pkey PRIMARY KEY (programme, period, purpose);
ALTER TABLE ONLY auditkit.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY auditkit.overrides
    ADD CONSTRAINT overrides_pkey PRIMARY KEY (seq, rule);
ALTER TABLE ONLY auditkit.programmes
    ADD CONSTRAINT programmes_pkey PRIMARY KEY (programme);
ALTER TABLE ONLY auditkit.question_sets
    ADD CONSTRAINT question_sets_pkey PRIMARY KEY (content_hash);
ALTER TABLE ONLY auditkit.version
    ADD CONSTRAINT version_pkc PRIMARY KEY (version_num);
CREATE UNIQUE INDEX auditkit_actions_once ON auditkit.actions USING btree (case_ref, question) WHERE ((status = ANY (ARRAY['open'::text, 'in_progress'::text])) AND (question IS NOT NULL));
CREATE INDEX auditkit_bodies_case ON auditkit.bodies USING btree (case_ref);
ALTER TABLE ONLY auditkit.actions
    ADD CONSTRAINT actions_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.audits
    ADD CONSTRAINT audits_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.audits
    ADD CONSTRAINT audits_set_hash_fkey FOREIGN KEY (set_hash) REFERENCES auditkit.question_sets(content_hash);
ALTER TABLE ONLY auditkit.bodies
    ADD CONSTRAINT bodies_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.corrections
    ADD CONSTRAINT corrections_case_ref_programme_period_stage_fkey FOREIGN KEY (case_ref, programme, period, stage) REFERENCES auditkit.audits(case_ref, programme, period, stage);
ALTER TABLE ONLY auditkit.corrections
    ADD CONSTRAINT corrections_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.draws
    ADD CONSTRAINT draws_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.overrides
    ADD CONSTRAINT overrides_case_ref_programme_period_stage_fkey FOREIGN KEY (case_ref, programme, period, stage) REFERENCES auditkit.audits(case_ref, programme, period, stage);
ALTER TABLE ONLY auditkit.overrides
    ADD CONSTRAINT overrides_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.programmes
    ADD CONSTRAINT programmes_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
ALTER TABLE ONLY auditkit.question_sets
    ADD CONSTRAINT question_sets_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
