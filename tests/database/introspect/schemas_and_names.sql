-- schemas: shop, missing, public
CREATE SCHEMA shop;
CREATE SCHEMA "other one";
CREATE TYPE shop.status AS ENUM ('open', 'closed');
CREATE TYPE "other one".hidden AS ENUM ('x');
CREATE TABLE shop."Order" (id int PRIMARY KEY, status shop.status, hidden "other one".hidden);
CREATE TABLE "Order" (id int PRIMARY KEY, "co""l" int, "ünï" int);
CREATE TABLE "zebra" (id int);
CREATE TABLE "Zebra" (id int);
CREATE TABLE "other one".invisible (id int);
CREATE TABLE _prisma_migrations (id int);
CREATE TABLE empty ();
ALTER TABLE "Order" DROP COLUMN "ünï", ADD COLUMN again int;
