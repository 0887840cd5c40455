-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" INTEGER NOT NULL,
DROP COLUMN "b",
ADD COLUMN     "b" INTEGER,
DROP COLUMN "c",
ADD COLUMN     "c" INTEGER NOT NULL DEFAULT 1,
DROP COLUMN "d",
ADD COLUMN     "d" INTEGER,
DROP COLUMN "e",
ADD COLUMN     "e" BOOLEAN NOT NULL,
DROP COLUMN "f",
ADD COLUMN     "f" BOOLEAN NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "T_e_key" ON "T"("e");

-- CreateIndex
CREATE INDEX "T_a_e_idx" ON "T"("a", "e");

-- CreateIndex
CREATE INDEX "b1" ON "T"("b");

-- CreateIndex
CREATE INDEX "b2" ON "T"("b");
