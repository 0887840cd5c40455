-- DropForeignKey
ALTER TABLE "B" DROP CONSTRAINT "B_aId_fkey";

-- DropForeignKey
ALTER TABLE "_AToC" DROP CONSTRAINT "_AToC_A_fkey";

-- DropForeignKey
ALTER TABLE "_AToC" DROP CONSTRAINT "_AToC_B_fkey";
