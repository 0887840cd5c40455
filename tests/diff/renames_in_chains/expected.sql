-- RenameTable
ALTER TABLE "B" RENAME TO "C";

-- RenameTable
ALTER TABLE "A" RENAME TO "B";

-- RenameColumn
ALTER TABLE "B" RENAME COLUMN "two" TO "three";

-- RenameColumn
ALTER TABLE "B" RENAME COLUMN "one" TO "two";

-- RenameColumn
ALTER TABLE "C" RENAME COLUMN "aId" TO "bId";

-- RenameSequence
ALTER SEQUENCE IF EXISTS "B_id_seq" RENAME TO "C_id_seq";

-- RenameSequence
ALTER SEQUENCE IF EXISTS "A_id_seq" RENAME TO "B_id_seq";

-- RenameIndex
ALTER INDEX "B_pkey" RENAME TO "B_pkey_renamed8";

-- AlterTable
ALTER TABLE "B" RENAME CONSTRAINT "A_pkey" TO "B_pkey";

-- AlterTable
ALTER TABLE "C" RENAME CONSTRAINT "B_pkey_renamed8" TO "C_pkey";

-- RenameForeignKey
ALTER TABLE "C" RENAME CONSTRAINT "B_aId_fkey" TO "C_bId_fkey";

-- RenameIndex
ALTER INDEX "A_one_key" RENAME TO "B_two_key";

-- RenameIndex
ALTER INDEX "A_two_key" RENAME TO "B_three_key";

-- RenameIndex
ALTER INDEX "B_aId_key" RENAME TO "C_bId_key";
