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
CREATE TABLE auditkit.decisions (
    case_ref text NOT NULL,
    programme text NOT NULL,
    period text NOT NULL,
    stage text NOT NULL,
    decided_at text NOT NULL,
    decided_by text NOT NULL,
    version bigint NOT NULL,
    content text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT auditkit_decisions_version CHECK ((version > 0))
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
INSERT INTO auditkit.audits VALUES ('CASE-0142', '', '2026-04', 'moderation', 'Older People', NULL, NULL, 'MO1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'HOS1', '[]', 1, 6, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"MO1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null}', 6);
INSERT INTO auditkit.audits VALUES ('CASE-0150', '', '2026-04', 'reaudit', 'Older People', NULL, NULL, 'HOS1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'TL1', '[]', 1, NULL, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"HOS1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"reaudit","team":null}', 7);
INSERT INTO auditkit.audits VALUES ('CASE-0160', 'anytown', '2026-04', 'first', 'Older People', NULL, NULL, 'TL1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'TL1', '["TL1"]', 2, NULL, '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0160","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"anytown","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}', 18);
INSERT INTO auditkit.audits VALUES ('CASE-0160', 'anytown', '2026-04', 'moderation', 'Older People', NULL, NULL, 'MO1', '2026-04-13', 'made@1', '530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24', '2026-04-14T09:30:00.000000+00:00', 'MO1', '[]', 1, NULL, '{"answers":{"plan":["answered","no","No"],"voice":["answered","no","No"]},"audit_date":"2026-04-13","auditor":"MO1","case":{"review_type":"planned"},"case_ref":"CASE-0160","comments":{"plan":"None on the file"},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"anytown","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null,"visible":[]}', 19);
INSERT INTO auditkit.bodies VALUES (1, NULL, '5feceb66ffc86f38d952786c6d696c79', '{"content":"{\"case_fields\":{\"opened\":{\"type\":\"date\"},\"review_type\":{\"options\":[\"planned\",\"unplanned\"],\"type\":\"choice\"},\"weekly_cost\":{\"places\":2,\"type\":\"number\"}},\"question_set\":\"made\",\"rating\":{\"bands\":[{\"band\":\"good\",\"from\":\"50\",\"label\":\"Good\"},{\"band\":\"poor\",\"from\":\"0\",\"label\":\"Poor\"}]},\"scales\":{\"evidenced\":[{\"label\":\"Yes\",\"option\":\"yes\",\"score\":\"1\"},{\"label\":\"Partly\",\"option\":\"partly\",\"score\":\"0.5\"},{\"label\":\"No, or not evidenced on the file\",\"option\":\"no\",\"score\":\"0\"},{\"label\":\"Not applicable\",\"option\":\"na\",\"state\":\"not_applicable\"}]},\"sections\":[{\"questions\":[{\"comment_required\":[\"no\"],\"question\":\"plan\",\"scale\":\"evidenced\",\"text\":\"Is there a plan?\"},{\"question\":\"voice\",\"scale\":\"evidenced\",\"text\":\"Was the person heard?\"},{\"question\":\"seen\",\"text\":\"When were they seen?\",\"type\":\"date\"},{\"places\":2,\"question\":\"hours\",\"text\":\"How many hours?\",\"type\":\"number\"},{\"question\":\"said\",\"text\":\"In their words\",\"type\":\"text\"}],\"section\":\"all\",\"title\":\"All\"}],\"title\":\"Made for a test\",\"version\":\"1\"}","content_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","name":"made@1"}');
INSERT INTO auditkit.bodies VALUES (3, 'CASE-0150', 'd4735e3a265e16eee03f59718b9b5d03', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{"voice":"Heard"},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}');
INSERT INTO auditkit.bodies VALUES (4, 'CASE-0142', '4e07408562bedb8b60ce05c1decfe3ad', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}');
INSERT INTO auditkit.bodies VALUES (5, 'CASE-0142', '4b227777d4dd1fc61c6f884f48641d02', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"MO1","case":{"review_type":"planned"},"case_ref":"CASE-0142","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null}');
INSERT INTO auditkit.bodies VALUES (6, 'CASE-0142', 'ef2d127de37b942baad06145e54b0c61', '{"because":"Misread","case_ref":"CASE-0142","new":{"answer":["answered","yes","Yes"],"comment":null},"old":{"answer":["answered","partly","Partly"],"comment":null},"period":"2026-04","programme":"","question":"voice","stage":"first"}');
INSERT INTO auditkit.bodies VALUES (7, 'CASE-0150', 'e7f6c011776e8db7cd330b54174fd76f', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","partly","Partly"]},"audit_date":"2026-04-13","auditor":"HOS1","case":{"review_type":"planned"},"case_ref":"CASE-0150","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"reaudit","team":null}');
INSERT INTO auditkit.bodies VALUES (8, 'CASE-0150', '7902699be42c8a8e46fbbb4501726517', '{"because":"Nobody else is in","case_ref":"CASE-0150","period":"2026-04","programme":"","rules":["made_up"],"stage":"reaudit"}');
INSERT INTO auditkit.bodies VALUES (9, NULL, '2c624232cdd221771294dfbb310aca00', '{"because":"Kept long enough","targets":[2]}');
INSERT INTO auditkit.bodies VALUES (10, NULL, '19581e27de7ced00ff1ce50b2047e7a5', '{"content":"{\"per_service\":4,\"programme\":\"anytown\",\"question_set\":\"made@1\",\"seed\":\"20237331128159211123\",\"services\":[{\"service\":\"older_people\",\"title\":\"Older People\"}],\"stages\":[{\"due\":\"20 working days\",\"role\":\"team_leader\",\"stage\":\"first\"}],\"title\":\"Practice audits\"}","programme":"anytown"}');
INSERT INTO auditkit.bodies VALUES (11, NULL, '4a44dc15364204a80fe80e9039455cc1', '{"content":{"period":"2026-04","programme":"anytown","purpose":"audit","seed":"7"},"period":"2026-04","programme":"anytown","purpose":"audit"}');
INSERT INTO auditkit.bodies VALUES (12, 'CASE-0142', '4fc82b26aecb47d2868c4efbe3581732', '{"action":{"case_ref":"CASE-0142","due":"2026-04-28","id":"A-1","kind":"other","priority":"normal","question":"voice","raised_by":"TL1","raised_on":"2026-04-14","service":"Older People","source":"hand","status":"open","title":"Hear the person","version":1}}');
INSERT INTO auditkit.bodies VALUES (13, 'CASE-0142', '6b51d431df5d7f141cbececcf79edf3d', '{"action":{"case_ref":"CASE-0142","due":"2026-04-28","id":"A-1","kind":"other","owner":"TL2","priority":"normal","question":"voice","raised_by":"TL1","raised_on":"2026-04-14","service":"Older People","source":"hand","status":"open","title":"Hear the person","version":2},"asked":{"changes":{"owner":"TL2"},"version":1}}');
INSERT INTO auditkit.bodies VALUES (14, NULL, '3fdba35f04dc8c462986c992bcf87554', '{"content":"{\"per_service\":4,\"programme\":\"anytown\",\"question_set\":\"made@1\",\"seed\":\"20237331128159211123\",\"services\":[{\"service\":\"older_people\",\"title\":\"Older People\"}],\"stages\":[{\"due\":\"20 working days\",\"role\":\"team_leader\",\"stage\":\"first\"},{\"blind\":true,\"on_disagreement\":\"joint_decision\",\"role\":\"moderator\",\"stage\":\"moderation\"}],\"title\":\"Practice audits\"}","programme":"anytown"}');
INSERT INTO auditkit.bodies VALUES (15, 'CASE-0160', '8527a891e224136950ff32ca212b45bc', '{"answers":{"plan":["answered","yes","Yes"],"voice":["answered","yes","Yes"]},"audit_date":"2026-04-13","auditor":"TL1","case":{"review_type":"planned"},"case_ref":"CASE-0160","comments":{},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"anytown","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"first","team":null}');
INSERT INTO auditkit.bodies VALUES (16, 'CASE-0160', 'e629fa6598d732768f7c726b4b621285', '{"answers":{"plan":["answered","no","No"],"voice":["answered","no","No"]},"audit_date":"2026-04-13","auditor":"MO1","case":{"review_type":"planned"},"case_ref":"CASE-0160","comments":{"plan":"None on the file"},"content_hash":null,"period":"2026-04","practitioner":null,"programme":"anytown","question_set":"made","service":"Older People","set_hash":"530ad5fd0c79aa55ab97f75707de793fb752bc9e76dda9ee5cadf2e772dc8a24","set_version":"1","stage":"moderation","team":null,"visible":[]}');
INSERT INTO auditkit.bodies VALUES (17, 'CASE-0160', 'b17ef6d19c7a5b1ee83b907c595526dc', '{"answers":{},"because":"The file says so","by":["TL1","MO1"],"case_ref":"CASE-0160","comments":{},"period":"2026-04","programme":"anytown","stage":"moderation","stands":"moderation"}');
INSERT INTO auditkit.bodies VALUES (18, 'CASE-0160', '4523540f1504cd17100c4835e85b7eef', '{"because":"Misread","case_ref":"CASE-0160","new":{"answer":["answered","partly","Partly"],"comment":null},"old":{"answer":["answered","yes","Yes"],"comment":null},"period":"2026-04","programme":"anytown","question":"voice","stage":"first"}');
INSERT INTO auditkit.bodies VALUES (19, 'CASE-0160', '4ec9599fc203d176a301536c2e091a19', '{"because":"Nothing follows","case_ref":"CASE-0160","period":"2026-04","programme":"anytown","stage":"moderation"}');
INSERT INTO auditkit.corrections VALUES (6, 'CASE-0142', '', '2026-04', 'first', 'voice', 'HOS1', '2026-04-14T09:30:00.000000+00:00', '{"because":"Misread","case_ref":"CASE-0142","new":{"answer":["answered","yes","Yes"],"comment":null},"old":{"answer":["answered","partly","Partly"],"comment":null},"period":"2026-04","programme":"","question":"voice","stage":"first"}');
INSERT INTO auditkit.corrections VALUES (18, 'CASE-0160', 'anytown', '2026-04', 'first', 'voice', 'TL1', '2026-04-14T09:30:00.000000+00:00', '{"because":"Misread","case_ref":"CASE-0160","new":{"answer":["answered","partly","Partly"],"comment":null},"old":{"answer":["answered","yes","Yes"],"comment":null},"period":"2026-04","programme":"anytown","question":"voice","stage":"first"}');
INSERT INTO auditkit.cursors VALUES ('webhook', 3, '6aa3e26be10b062b369f3bafb434cdbf3e3caa3912f978190a104ab355798a8c');
INSERT INTO auditkit.decisions VALUES ('CASE-0160', 'anytown', '2026-04', 'moderation', '2026-04-14T09:30:00.000000+00:00', 'MO1', 1, '{"answers":{},"because":"The file says so","by":["TL1","MO1"],"case_ref":"CASE-0160","comments":{},"period":"2026-04","programme":"anytown","stage":"moderation","stands":"moderation"}', 17);
INSERT INTO auditkit.draws VALUES ('anytown', '2026-04', 'audit', 1, '{"period":"2026-04","programme":"anytown","purpose":"audit","seed":"7"}', 11);
INSERT INTO auditkit.entries VALUES (1, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'question_set', NULL, '02ae71efa2bbd60827b5be38ba34b6900660218abf16924dcb9463762b00cac1', '0000000000000000000000000000000000000000000000000000000000000000', 'c88069762da39cc9569a15de97dafad9d3bafbc27c61586d3e7b9ab029506bc6');
INSERT INTO auditkit.entries VALUES (2, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', 'form-1', 'a37da73a5413849ec71953ab124d685d661c3d32c19f2cee6c6bbe036a8e6741', 'c88069762da39cc9569a15de97dafad9d3bafbc27c61586d3e7b9ab029506bc6', 'e72998798302c1d0a571de6f43e53a05ed787b82163b3a0da755c93b1626bd18');
INSERT INTO auditkit.entries VALUES (3, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, '10f824042283a4f1dd920d572531d2f3bd845197410758d55cf4a3200dfd69e3', 'e72998798302c1d0a571de6f43e53a05ed787b82163b3a0da755c93b1626bd18', 'e47035e16ed882a552d2cf2e23e9953e3895838c233d971d4ff54c3da57d2206');
INSERT INTO auditkit.entries VALUES (4, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, 'c49c61f4f62497ca344e18d15b507f337fc34f649dc79e2f5e51814e8eaae828', 'e47035e16ed882a552d2cf2e23e9953e3895838c233d971d4ff54c3da57d2206', '878325e4d02e247f920fb804d594ce833c452f03c37f3e735599b6959b382749');
INSERT INTO auditkit.entries VALUES (5, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'audit', NULL, '085384ce0c5c94f84e46b267f100d996f1ba90d5dbff887e48ac263f6be4b397', '878325e4d02e247f920fb804d594ce833c452f03c37f3e735599b6959b382749', 'ac07828ec51ca103c69d199e02b2d8a653107f93c06a889ab632ffb711b91d7b');
INSERT INTO auditkit.entries VALUES (6, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'correction', NULL, 'b664dabeaf005ebb86c07cf9b38bb9472fda6c011d4c4a4889440eb4b4de9735', 'ac07828ec51ca103c69d199e02b2d8a653107f93c06a889ab632ffb711b91d7b', 'd9434a90c661c8f396bf407998819488267beacca3b651f5469b7079968cec45');
INSERT INTO auditkit.entries VALUES (7, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, '025a85801a5baba76cbd85c9a806416d6e158562191e7bb1bae87093386423d3', 'd9434a90c661c8f396bf407998819488267beacca3b651f5469b7079968cec45', '8f52cc1fe239f136f5772b0217b7ff7de3ac2e44a2a45ad0eca1f5f4268c61b5');
INSERT INTO auditkit.entries VALUES (8, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'override', NULL, '6509c038a52477f667c4661839482fdf31f3e15e8aaad5a7c6042cda038f1891', '8f52cc1fe239f136f5772b0217b7ff7de3ac2e44a2a45ad0eca1f5f4268c61b5', 'cfe0849f49ac896cac02dd24ffa396b7e89ca92cdc3e362fa093ae2df205b054');
INSERT INTO auditkit.entries VALUES (9, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'erasure', NULL, '8e35aa64b27884529d689c9d2fd28dcfc6d184d628934232d3f78929a39bced0', 'cfe0849f49ac896cac02dd24ffa396b7e89ca92cdc3e362fa093ae2df205b054', 'd9bd5abb47ae593cfb2526be5416ab8868082487e3534efa71d3df118e85801d');
INSERT INTO auditkit.entries VALUES (10, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'programme', NULL, '803e6a7c6484798bca227eddd1c854f8d69f5ea9afcf572d73a45d297f1995ea', 'd9bd5abb47ae593cfb2526be5416ab8868082487e3534efa71d3df118e85801d', 'c5ab80b03c06e81a53139c40a0eb853c18d22b872bb760654bd754970d8dccc5');
INSERT INTO auditkit.entries VALUES (11, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'draw', NULL, '3be518237081d02602a4649509ad6373eaf17401a472f689c4d0d8b0e783724b', 'c5ab80b03c06e81a53139c40a0eb853c18d22b872bb760654bd754970d8dccc5', 'e123c8eb8ad57832712de0c2a69c316ecf390225762656e4f56737cae7817bc4');
INSERT INTO auditkit.entries VALUES (12, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'action', NULL, 'bceddf9b787918b247a69265c49895f4805879e48d03fa8baf74fdf37b0ad5c7', 'e123c8eb8ad57832712de0c2a69c316ecf390225762656e4f56737cae7817bc4', '7036342c2ef6f5a453a8dcec6f0d2f6163921c1e36e10f3e664a67e418bb6b48');
INSERT INTO auditkit.entries VALUES (13, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'action_changed', NULL, '60478bdc2f812ada54954c4646bbe36b694b131017556c8909d771c2c319baf1', '7036342c2ef6f5a453a8dcec6f0d2f6163921c1e36e10f3e664a67e418bb6b48', '68bef823ab2c2ec4a2824cb2a8871a56622471b60b732ca6031c047c1f08036a');
INSERT INTO auditkit.entries VALUES (14, '2026-04-14T09:30:00.000000+00:00', 'HOS1', 'programme', NULL, '091d19ebf7de7ee61f4b91abf2d73267756bea3e08716f8c75b27057e00e2b67', '68bef823ab2c2ec4a2824cb2a8871a56622471b60b732ca6031c047c1f08036a', '2b466aa70309f29a4e5c93b0ffa792702001e5105ba92c77c49e74699d38a772');
INSERT INTO auditkit.entries VALUES (15, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'audit', NULL, '3c9af062ae8908c37098fda7ff2689f7978807ac810e2fd149f6dc39265dcc0e', '2b466aa70309f29a4e5c93b0ffa792702001e5105ba92c77c49e74699d38a772', 'd4e3efb642a12c7175b3482ca6e6b7c716f119396e5f59d8ad19799a6b8f25ba');
INSERT INTO auditkit.entries VALUES (16, '2026-04-14T09:30:00.000000+00:00', 'MO1', 'audit', NULL, 'de2e9f41654713de97dd3b7fbfdcf4fb4801a5a73321b6d308f8965ba9536e86', 'd4e3efb642a12c7175b3482ca6e6b7c716f119396e5f59d8ad19799a6b8f25ba', 'dd57f2bf21e066132c7d3d87a113bdc209029ef349ac0570e190f16efd793160');
INSERT INTO auditkit.entries VALUES (17, '2026-04-14T09:30:00.000000+00:00', 'MO1', 'decision', NULL, 'be3c560ff6da8a31077e90b9a32a0604ad8d1b251f8005856fc1734d9e1321d2', 'dd57f2bf21e066132c7d3d87a113bdc209029ef349ac0570e190f16efd793160', '953d41dd94961289da339965056d52f15e74d0749c56fb8e02ed2ebd6a624752');
INSERT INTO auditkit.entries VALUES (18, '2026-04-14T09:30:00.000000+00:00', 'TL1', 'correction', NULL, '1e56ca6dcd9b167aee9c74f1ba55f70ad472cd2019bacf62ead3dd5740e58037', '953d41dd94961289da339965056d52f15e74d0749c56fb8e02ed2ebd6a624752', '75ce95579c240d1ac4521e3f8c275f653889057eaa090a94190a0a665edbf7eb');
INSERT INTO auditkit.entries VALUES (19, '2026-04-14T09:30:00.000000+00:00', 'MO1', 'confirmation', NULL, 'f118c85670d9c048022c5d6218b6bc9aa5e4f9c6c89a446587e6ab196a50d816', '75ce95579c240d1ac4521e3f8c275f653889057eaa090a94190a0a665edbf7eb', '8b186c06eadfe6395816050116d409228a0fa2000ad15093fd64aa7f08544bf8');
INSERT INTO auditkit.overrides VALUES (8, 'made_up', 'CASE-0150', '', '2026-04', 'reaudit', 'TL1', 'Nobody else is in');
INSERT INTO auditkit.programmes VALUES ('anytown', 2, '{"per_service":4,"programme":"anytown","question_set":"made@1","seed":"20237331128159211123","services":[{"service":"older_people","title":"Older People"}],"stages":[{"due":"20 working days","role":"team_leader","stage":"first"},{"blind":true,"on_disagreement":"joint_decision","role":"moderator","stage":"moderation"}],"title":"Practice audits"}', 14);
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
ALTER TABLE ONLY auditkit.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (case_ref, programme, period, stage);
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
ALTER TABLE ONLY auditkit.decisions
    ADD CONSTRAINT decisions_case_ref_programme_period_stage_fkey FOREIGN KEY (case_ref, programme, period, stage) REFERENCES auditkit.audits(case_ref, programme, period, stage);
ALTER TABLE ONLY auditkit.decisions
    ADD CONSTRAINT decisions_seq_fkey FOREIGN KEY (seq) REFERENCES auditkit.entries(seq);
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
