-- since: 18
CREATE EXTENSION btree_gist;
CREATE TABLE t (id int, at daterange, a int CONSTRAINT a_is_there NOT NULL, b int NOT NULL, v int GENERATED ALWAYS AS (a + 1), PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE r (id int, at daterange, c int CHECK (c > 0) NOT ENFORCED, FOREIGN KEY (id, PERIOD at) REFERENCES t (id, PERIOD at));
