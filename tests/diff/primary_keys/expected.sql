-- AlterTable
ALTER TABLE "Change" DROP CONSTRAINT "Change_pkey",
ADD CONSTRAINT "Change_pkey" PRIMARY KEY ("b", "a");

-- AlterTable
ALTER TABLE "Rename" ADD COLUMN     "b" INTEGER;
ALTER TABLE "Rename" RENAME CONSTRAINT "Rename_pkey" TO "rename_key";

-- AlterTable
ALTER TABLE "Type" DROP CONSTRAINT "Type_pkey",
ALTER COLUMN "a" SET DATA TYPE BIGINT,
ADD CONSTRAINT "Type_pkey" PRIMARY KEY ("a");

-- AlterTable
ALTER TABLE "Drop" DROP CONSTRAINT "Drop_pkey";

-- AlterTable
ALTER TABLE "Add" ADD CONSTRAINT "Add_pkey" PRIMARY KEY ("a");

-- DropIndex
DROP INDEX "Add_a_key";

-- AlterTable
ALTER TABLE "RenameAndChange" DROP CONSTRAINT "RenameAndChange_pkey",
ADD CONSTRAINT "both" PRIMARY KEY ("a", "b");
