/*
  Warnings:

  - You are about to drop the `outbox_events` table. If the table is not empty, all the data it contains will be lost.
  - You are about to drop the `price_bars` table. If the table is not empty, all the data it contains will be lost.

*/
-- DropTable
DROP TABLE "outbox_events";

-- DropTable
DROP TABLE "price_bars";

-- DropEnum
DROP TYPE "EventTopic";
