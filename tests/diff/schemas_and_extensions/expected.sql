-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "shop";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "citext";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "hstore" WITH SCHEMA "public";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

-- CreateEnum
CREATE TYPE "shop"."Kind" AS ENUM ('A');

-- CreateTable
CREATE TABLE "shop"."Item" (
    "id" INTEGER NOT NULL,
    "kind" "shop"."Kind" NOT NULL,
    "name" CITEXT NOT NULL,

    CONSTRAINT "Item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Plain" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Plain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Item_kind_idx" ON "shop"."Item"("kind");
