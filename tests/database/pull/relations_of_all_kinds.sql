-- Foreign keys that are alike, cross, reference other keys, and join tables that are none.
CREATE TABLE users (id int PRIMARY KEY, user_id int REFERENCES users, users int, users_users_user_idTousers int);
CREATE TABLE user_roles (user_id int REFERENCES users, role_id int, "user" int REFERENCES users, UNIQUE (user_id));
CREATE TABLE "Users" (id int PRIMARY KEY REFERENCES users, users int REFERENCES users);
CREATE TABLE pair (a int, b int, c int, PRIMARY KEY (a, b), UNIQUE (b, a), UNIQUE (a, b, c));
CREATE TABLE pr (x int, y int, FOREIGN KEY (x, y) REFERENCES pair (b, a), FOREIGN KEY (y, x) REFERENCES pair (a,
    b), FOREIGN KEY (x, y) REFERENCES pair);
CREATE TABLE pr2 (x int NOT NULL, y int, z int, FOREIGN KEY (x, y, z) REFERENCES pair (a, b, c) ON DELETE SET NULL, UNIQUE (x, y, z), PRIMARY KEY (x));
CREATE TABLE uk (id int PRIMARY KEY, email text, tenant int);
CREATE UNIQUE INDEX uki ON uk (email);
CREATE UNIQUE INDEX ukj ON uk (tenant, email);
CREATE UNIQUE INDEX ukp ON uk (tenant) WHERE email IS NULL;
CREATE TABLE ukr (e text REFERENCES uk (email), t int, FOREIGN KEY (t, e) REFERENCES uk (tenant, email));
CREATE TABLE "_x" ("A" int REFERENCES users, "B" int REFERENCES uk, PRIMARY KEY ("A","B"));
CREATE INDEX ON "_x" ("B");
CREATE TABLE "_y" ("A" int REFERENCES users, "B" text REFERENCES uk (email), PRIMARY KEY ("A","B"));
CREATE TABLE "_z" ("A" int NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, "B" int NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_z_AB_pkey" PRIMARY KEY ("A","B"));
CREATE INDEX "_z_B_index" ON "_z"("B");
CREATE TABLE o2o (id int PRIMARY KEY, u int NOT NULL UNIQUE REFERENCES users, v int UNIQUE REFERENCES users DEFERRABLE);
CREATE TABLE o2op (id int PRIMARY KEY, u int REFERENCES users);
CREATE UNIQUE INDEX ON o2op (u) WHERE u > 5;
