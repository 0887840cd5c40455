-- CreateEnum
CREATE TYPE "E" AS ENUM ('it''s', 'a, b');

-- CreateTable
CREATE TABLE "Ta""ble" (
    "we""ird" INTEGER NOT NULL,
    "e" "E" NOT NULL DEFAULT 'it''s',
    "s" TEXT NOT NULL DEFAULT 'o''clock \ back',

    CONSTRAINT "Ta""ble_pkey" PRIMARY KEY ("we""ird")
);

-- CreateIndex
CREATE INDEX "in""dex" ON "Ta""ble"("e");
