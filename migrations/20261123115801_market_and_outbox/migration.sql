-- CreateEnum
CREATE TYPE "EventTopic" AS ENUM ('ORDER_PLACED', 'ORDER_REJECTED', 'ORDER_FILLED', 'ORDER_CANCELLED');

-- CreateTable
CREATE TABLE "price_bars" (
    "symbol" VARCHAR(10) NOT NULL,
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "open" DECIMAL(18,4) NOT NULL,
    "high" DECIMAL(18,4) NOT NULL,
    "low" DECIMAL(18,4) NOT NULL,
    "close" DECIMAL(18,4) NOT NULL,
    "volume" BIGINT NOT NULL,

    CONSTRAINT "price_bars_pkey" PRIMARY KEY ("symbol","minute")
);

-- CreateTable
CREATE TABLE "outbox_events" (
    "id" BIGSERIAL NOT NULL,
    "topic" "EventTopic" NOT NULL,
    "order_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_events_pkey" PRIMARY KEY ("id")
);
