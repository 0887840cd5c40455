-- DropIndex
DROP INDEX "T_a_idx";

-- DropIndex
DROP INDEX "T_b_idx";

-- DropIndex
DROP INDEX "T_c_idx";

-- CreateIndex
CREATE UNIQUE INDEX "T_a_key" ON "T"("a");

-- CreateIndex
CREATE INDEX "T_b_idx" ON "T"("b");

-- CreateIndex
CREATE INDEX "T_c_idx" ON "T"("c");

-- RenameIndex
ALTER INDEX "old" RENAME TO "new";
