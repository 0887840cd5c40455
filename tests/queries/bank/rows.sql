INSERT INTO accounts (name, kind, kinds, tags, balance, note) VALUES
    ('ann', 'CASH', '{CASH,"savings account"}', '{a,b}', 1.5, NULL),
    ('bob', 'savings account', '{}', '{b}', 2, 'x'),
    ('bob', 'MARGIN', '{}', '{}', 3, NULL);
