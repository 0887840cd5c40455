-- The rows that the tests read, and the view that a migration cannot know.
INSERT INTO people."Person of the house"
    (id, name, nickname, email, mood, score, balance_eur, points, ratio, born, tags, numbers, moods, settings, boss_no, class)
VALUES
    (1, 'Ada', 'a_b',  'ada@x.org', 'very happy', 10, 100.50, 5, 0.5, '1815-12-10', '{math,logic}', '{1,2,3}', '{"very happy","it''s sad"}',
        '{"a": {"b": [1, "x"]}, "k": "Value", "n": 7}', NULL, 'first'),
    (2, 'Bob', 'A%B',  'bob@x.org', 'CALM',       20, 0.25,   NULL, NULL, NULL, '{math}', '{}', '{}', '{"k": "50% off", "n": null}', 1, NULL),
    (3, 'Cyd', NULL,   NULL,        NULL,         20, -7.00,  9007199254740993, 1e300, '2000-02-29', '{}', '{3,3}', '{CALM}', NULL, 1, 'first'),
    (4, 'Dan', 'ab\c', NULL,        'it''s sad',  30, 0.25,   5, -0.5, NULL, '{art,"a,b"}', '{2}', '{CALM}', '["k", 1]', 2, NULL),
    (5, 'Eve', '',     'EVE@X.ORG', NULL,         0,  0,      NULL, NULL, '1815-12-10', '{}', '{}', '{}', 'null', NULL, NULL);
SELECT setval('people."Person of the house_id_seq"', 5);

INSERT INTO people."_friends" ("A", "B") VALUES (1, 2), (1, 3), (2, 3), (4, 4);
INSERT INTO people."Badge" ("personId", colour) VALUES (1, 'gold'), (3, 'iron');

INSERT INTO press.articles (id, title, words, price, published, changed, "authorId", "editorId")
VALUES
    (1, 'Engines', 300, 2.50, '2024-01-01', '2024-01-01', 1, 2),
    (2, 'Notes',   100, NULL, '2024-01-02', '2024-01-02', 1, NULL),
    (3, 'Numbers', 200, 1.25, '2024-01-03', '2024-01-03', 1, 2),
    (4, 'Answer',  300, 2.50, '2024-01-03', '2024-01-03', 2, 1),
    (5, 'Empty',   0,   NULL, '2024-01-04', '2024-01-04', 3, 1);
SELECT setval('press.articles_id_seq', 5);

INSERT INTO press."Topic" (code) VALUES ('c'), ('sql'), ('tea');
INSERT INTO press."_ArticleToTopic" ("A", "B") VALUES (1, 'c'), (1, 'sql'), (3, 'sql'), (4, 'c');

INSERT INTO press."Shelf" (room, mood, place, label)
VALUES ('hall', 'CALM', 1, 'low'), ('hall', 'CALM', 2, NULL), ('hall', 'it''s sad', 1, 'high');
INSERT INTO press."Book" (isbn, title, copies, weight, room, mood, place)
VALUES
    ('b1', 'One',   1, 0.5,  'hall', 'CALM', 1),
    ('b2', 'Two',   5, 1,    'hall', 'CALM', 1),
    ('b3', 'Three', 2, 12345678901234567890.5, 'hall', 'it''s sad', 1),
    ('b4', 'Four',  1, 2,    'hall', NULL, 1),
    ('b5', 'Five',  1, 3,    NULL, NULL, NULL);

CREATE VIEW press."authors by words" AS
    SELECT p.id AS "personId", p.name, count(a.id) AS articles, sum(a.words) AS words
    FROM people."Person of the house" p LEFT JOIN press.articles a ON a."authorId" = p.id
    GROUP BY p.id, p.name;
