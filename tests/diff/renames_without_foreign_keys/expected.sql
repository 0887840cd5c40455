-- RenameTable
ALTER TABLE "Post" RENAME TO "Zine";

-- RenameTable
ALTER TABLE "_PostToTag" RENAME TO "_TagToZine";

-- RenameTable
ALTER TABLE "_PostToUser" RENAME TO "_UserToZine";

-- RenameColumn
ALTER TABLE "_saved" RENAME COLUMN "A" TO "C";

-- RenameColumn
ALTER TABLE "_saved" RENAME COLUMN "B" TO "A";

-- RenameColumn
ALTER TABLE "_saved" RENAME COLUMN "C" TO "B";

-- RenameColumn
ALTER TABLE "_TagToZine" RENAME COLUMN "A" TO "C";

-- RenameColumn
ALTER TABLE "_TagToZine" RENAME COLUMN "B" TO "A";

-- RenameColumn
ALTER TABLE "_TagToZine" RENAME COLUMN "C" TO "B";

-- RenameColumn
ALTER TABLE "_UserToZine" RENAME COLUMN "A" TO "C";

-- RenameColumn
ALTER TABLE "_UserToZine" RENAME COLUMN "B" TO "A";

-- RenameColumn
ALTER TABLE "_UserToZine" RENAME COLUMN "C" TO "B";

-- DropIndex
DROP INDEX "_PostToTag_B_index";

-- DropIndex
DROP INDEX "_PostToUser_B_index";

-- DropIndex
DROP INDEX "_saved_B_index";

-- AlterTable
ALTER TABLE "Zine" RENAME CONSTRAINT "Post_pkey" TO "Zine_pkey";

-- AlterTable
ALTER TABLE "_TagToZine" DROP CONSTRAINT "_PostToTag_AB_pkey",
ADD CONSTRAINT "_TagToZine_AB_pkey" PRIMARY KEY ("A", "B");

-- AlterTable
ALTER TABLE "_UserToZine" DROP CONSTRAINT "_PostToUser_AB_pkey",
ADD CONSTRAINT "_UserToZine_AB_pkey" PRIMARY KEY ("A", "B");

-- AlterTable
ALTER TABLE "_saved" DROP CONSTRAINT "_saved_AB_pkey",
ADD CONSTRAINT "_saved_AB_pkey" PRIMARY KEY ("A", "B");

-- CreateIndex
CREATE INDEX "_TagToZine_B_index" ON "_TagToZine"("B");

-- CreateIndex
CREATE INDEX "_UserToZine_B_index" ON "_UserToZine"("B");

-- CreateIndex
CREATE INDEX "_saved_B_index" ON "_saved"("B");
