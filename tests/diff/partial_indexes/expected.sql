-- DropIndex
DROP INDEX "other";

-- DropIndex
DROP INDEX "cast";

-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" INTEGER NOT NULL;

-- CreateIndex
CREATE INDEX "same" ON "T"("a") WHERE (("b") > 1::integer);

-- CreateIndex
CREATE INDEX "other" ON "T"("b") WHERE (b > 2);

-- CreateIndex
CREATE INDEX "cast" ON "T"("id") WHERE ("a" != 3);
