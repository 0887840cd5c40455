CREATE TYPE "OrderSide" AS ENUM ('BUY', 'SELL');
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "balance" DECIMAL(65,30) NOT NULL DEFAULT 0,
    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "orders" (
    "id" BIGSERIAL NOT NULL,
    "account_id" UUID NOT NULL,
    "side" "OrderSide" NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "limit_price" DECIMAL(18,4),
    "note" TEXT,
    "metadata" JSONB,
    "tags" TEXT[],
    "sides" "OrderSide"[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts"("email");
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
