-- DropIndex
DROP INDEX "a1";

-- CreateIndex
CREATE INDEX "b2" ON "T"("b");
