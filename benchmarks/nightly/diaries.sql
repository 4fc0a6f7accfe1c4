-- Invented diaries for `make bench-nightly`: {patients} patients × {nights} nights up to {last}, night after night
-- for everybody as a living database writes them, so that one patient's rows lie far apart.
SELECT setseed(0.25);

INSERT INTO accounts_user (id, password, is_superuser, email, name, sex, time_zone, theme, night_colour,
                           news_by_mail, is_demo, is_staff, is_active, date_joined)
SELECT p, '!', false, 'p' || p || '@example.org', 'Patient ' || p, '', 'UTC', 'auto', 'red',
       false, false, false, true, now()
FROM generate_series(1, {patients}) p;

INSERT INTO accounts_diarystate (patient_id, revision) SELECT p, {nights} FROM generate_series(1, {patients}) p;

-- How often it cramps, and what is left of that after the start: nothing changes for six in ten.
CREATE TEMP TABLE person AS
SELECT p AS id, 0.08 + 0.5 * random() * random() + 0.15 * random() AS chance,
       CASE WHEN random() < 0.6 THEN 1.0 ELSE 0.3 + 0.5 * random() END AS kept,
       random() < 0.2 AS scores, random() < 0.3 AS weekly, 20000 + (random() * 20000)::int AS level
FROM generate_series(1, {patients}) p;

CREATE TEMP TABLE told AS
SELECT person.id, d, date '{last}' - {nights} + 1 + d AS night, random() < 0.85 AS answered,
       random() < chance * e AS one, random() < chance * e AS two, random() < chance * e AS three
FROM generate_series(0, {nights} - 1) d, person, LATERAL (SELECT CASE WHEN d < {before} THEN 1 ELSE kept END AS e) x
ORDER BY d, random();
ANALYZE told;

INSERT INTO journal_checkin (client_id, created_at, updated_at, version, entered_by_carer, night, answered_at,
                             recalled, signs, answer, counts, contributors, note, patient_id)
SELECT gen_random_uuid(), night, night, 1, false, night, night + interval '32 hours', false, '[]',
       CASE WHEN n > 0 THEN 'yes' ELSE 'quiet' END,
       CASE WHEN n > 0 AND id % 2 = 0 THEN jsonb_build_object('leg-cramp', n) ELSE '{{}}' END, '[]', '', id
FROM (SELECT *, one::int + two::int + three::int AS n FROM told WHERE answered) x;

INSERT INTO journal_episode (client_id, created_at, updated_at, version, entered_by_carer, started_at, zone, night,
                             in_night_hours, recalled, still_going, is_several, severity, woke, sites, words, hints,
                             relief, relief_helped, signs, note, patient_id, symptom_id)
SELECT gen_random_uuid(), night, night, 1, false, night + interval '26 hours', 'UTC', night,
       true, false, false, false, CASE WHEN (id + d) % 3 > 0 THEN 3 + (id + d) % 6 END,
       CASE WHEN (id + d) % 2 = 0 THEN true END, '["calf-left"]', '[]', '[]', '["stretching"]', '[]', '[]', '', id,
       {cramp}
FROM told, LATERAL (VALUES (one), (two), (three)) slot (happened) WHERE happened;

INSERT INTO journal_dailyscore (client_id, created_at, updated_at, version, entered_by_carer, night, answered_at,
                                recalled, signs, score, patient_id, symptom_id)
SELECT gen_random_uuid(), night, night, 1, false, night, night + interval '32 hours', false, '[]',
       least(10, (4 + one::int * 2 + two::int * 2 + three::int)), told.id, {burning}
FROM told JOIN person USING (id) WHERE scores AND answered;

INSERT INTO journal_supplement (id, client_id, created_at, updated_at, version, entered_by_carer, name, note, patient_id)
SELECT id, gen_random_uuid(), now(), now(), 1, false, 'Vitamin D3', '', id FROM person;

INSERT INTO journal_regimen (id, client_id, created_at, updated_at, version, entered_by_carer, why_now, started_on,
                             already_started, patient_id, supplement_id, main_symptom_id)
SELECT id, gen_random_uuid(), now(), now(), 1, false, '', date '{last}' - {nights} + 1 + {before}, false, id, id, {cramp}
FROM person;

INSERT INTO journal_phase (client_id, created_at, updated_at, version, entered_by_carer, amount, unit, frequency,
                           starts_on, patient_id, regimen_id)
SELECT gen_random_uuid(), now(), now(), 1, false, CASE WHEN weekly THEN 20000 ELSE 1000 END, 'IU',
       CASE WHEN weekly THEN 'weekly' ELSE 'daily' END, date '{last}' - {nights} + 1 + {before}, id, id
FROM person;

INSERT INTO journal_dose (client_id, created_at, updated_at, version, entered_by_carer, day, state, patient_id,
                          regimen_id)
SELECT gen_random_uuid(), night, night, 1, false, night,
       CASE WHEN (told.id * 7 + d * 13) % 10 > 0 THEN 'taken' ELSE 'skipped' END, told.id, told.id
FROM told JOIN person USING (id) WHERE d >= {before} AND answered AND (NOT weekly OR d % 7 = 0);

INSERT INTO labs_labresult (client_id, created_at, updated_at, version, entered_by_carer, comparator, value, unit,
                            canonical_value, drawn_on, lab_name, note, patient_id, test_id)
SELECT gen_random_uuid(), now(), now(), 1, false, '', level / 1000.0 + 12 * later, 'ng/mL',
       level / 1000.0 + 12 * later, date '{last}' - 90 + 80 * later, '', '', id, {vitamin_d}
FROM person, generate_series(0, 1) later;

INSERT INTO journal_medicine (client_id, created_at, updated_at, version, entered_by_carer, name, dose, kind,
                              started_on, note, patient_id)
SELECT gen_random_uuid(), now(), now(), 1, false, 'Omeprazole', '', '', date '{last}' - 200 + (id % 200)::int, '', id
FROM person WHERE id % 5 = 0;

DROP TABLE told, person;
