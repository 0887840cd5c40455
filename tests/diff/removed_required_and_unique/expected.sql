-- DropIndex
DROP INDEX "T_b_key";

-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET NOT NULL,
ALTER COLUMN "b" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "T_a_key" ON "T"("a");
