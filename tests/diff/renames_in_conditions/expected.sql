-- RenameEnumValue
ALTER TYPE "State" RENAME VALUE 'OPEN' TO 'ACTIVE';

-- DropIndex
DROP INDEX "Order_id_at_idx";

-- CreateIndex
CREATE INDEX "Order_id_at_idx" ON "Order"("id", "at") WHERE (state IN ('ACTIVE', 'HELD') AND note IS NULL);
