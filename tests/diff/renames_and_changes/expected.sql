-- RenameTable
ALTER TABLE "Entry" RENAME TO "bookings";

-- RenameColumn
ALTER TABLE "Account" RENAME COLUMN "balance" TO "amount";

-- RenameColumn
ALTER TABLE "Account" RENAME COLUMN "closed" TO "ended at";

-- RenameColumn
ALTER TABLE "Account" RENAME COLUMN "note" TO "remark";

-- RenameColumn
ALTER TABLE "Account" RENAME COLUMN "level" TO "grade";

-- RenameColumn
ALTER TABLE "bookings" RENAME COLUMN "account" TO "account_id";

-- DropForeignKey
ALTER TABLE "bookings" DROP CONSTRAINT "Entry_currency_account_fkey";

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "added" INTEGER,
ALTER COLUMN "amount" SET DEFAULT 1,
ALTER COLUMN "amount" SET DATA TYPE DECIMAL(66,30),
ALTER COLUMN "remark" SET NOT NULL,
ALTER COLUMN "remark" SET DEFAULT '',
ALTER COLUMN "grade" SET DEFAULT 2,
ALTER COLUMN "grade" SET DATA TYPE BIGINT;

-- AlterTable
ALTER TABLE "bookings" RENAME CONSTRAINT "Entry_pkey" TO "bookings_pkey";

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_currency_account_id_fkey" FOREIGN KEY ("currency", "account_id") REFERENCES "Account"("currency", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- RenameIndex
ALTER INDEX "Account_closed_idx" RENAME TO "Account_ended at_idx";
