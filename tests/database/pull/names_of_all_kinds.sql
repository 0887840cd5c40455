-- Names that are no names of the language.
CREATE SCHEMA "Other Schema";
CREATE TYPE "Größe" AS ENUM ('klein', 'GROß', '', 'with space', '1', 'a''b', '"q"', 'ünï', E'back\\slash');
CREATE TYPE "select" AS ENUM ('class', 'new', 'null', 'true');
CREATE TYPE t AS ENUM ();
CREATE TABLE "User Table" ("id#" int PRIMARY KEY, "1st" text DEFAULT E'a\nb', "ключ" "Größe" DEFAULT '',
    "a""b" "Größe"[] DEFAULT '{klein,"with space"}', "select" "select" DEFAULT 'null', "_x" int, "x" int,
    "X" int, "ändern" boolean DEFAULT (1 = 1), "😀" text, "user-id" int);
CREATE TABLE "user_table" (id int PRIMARY KEY REFERENCES "User Table" ("id#"), "user table" int);
CREATE TABLE "User-Table" (id int PRIMARY KEY);
CREATE TABLE "表" (id int PRIMARY KEY);
CREATE TABLE "123" (id int PRIMARY KEY);
CREATE TABLE "$x" (id int PRIMARY KEY);
CREATE TABLE "String" (id int PRIMARY KEY, "Int" int);
CREATE TABLE "model" (id int PRIMARY KEY, "enum" text);
CREATE TABLE a234567890123456789012345678901234567890123456789012345678901 (b234567890123456789012345678901234567890123456789012345678901 int PRIMARY KEY,
    c int UNIQUE, d int REFERENCES a234567890123456789012345678901234567890123456789012345678901);
CREATE INDEX ON a234567890123456789012345678901234567890123456789012345678901 (c, d);
COMMENT ON TABLE "User Table" IS 'a
comment';
COMMENT ON COLUMN "User Table"."x" IS '/// tricky */ "quote"';
