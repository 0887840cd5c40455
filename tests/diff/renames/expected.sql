-- RenameEnum
ALTER TYPE "Status" RENAME TO "State";

-- RenameEnumValue
ALTER TYPE "State" RENAME VALUE 'OPEN' TO 'NEW';

-- RenameTable
ALTER TABLE "User" RENAME TO "Person";

-- RenameTable
ALTER TABLE "Author" RENAME TO "Writer";

-- RenameTable
ALTER TABLE "_TagToUser" RENAME TO "_PersonToTag";

-- RenameColumn
ALTER TABLE "Person" RENAME COLUMN "mail" TO "email";

-- RenameColumn
ALTER TABLE "Post" RENAME COLUMN "authorId" TO "personId";

-- RenameColumn
ALTER TABLE "_written" RENAME COLUMN "A" TO "C";

-- RenameColumn
ALTER TABLE "_written" RENAME COLUMN "B" TO "A";

-- RenameColumn
ALTER TABLE "_written" RENAME COLUMN "C" TO "B";

-- RenameColumn
ALTER TABLE "_PersonToTag" RENAME COLUMN "A" TO "C";

-- RenameColumn
ALTER TABLE "_PersonToTag" RENAME COLUMN "B" TO "A";

-- RenameColumn
ALTER TABLE "_PersonToTag" RENAME COLUMN "C" TO "B";

-- RenameSequence
ALTER SEQUENCE IF EXISTS "User_id_seq" RENAME TO "Person_id_seq";

-- DropForeignKey
ALTER TABLE "_written" DROP CONSTRAINT "_written_A_fkey";

-- DropForeignKey
ALTER TABLE "_written" DROP CONSTRAINT "_written_B_fkey";

-- DropIndex
DROP INDEX "_TagToUser_B_index";

-- DropIndex
DROP INDEX "_written_B_index";

-- AlterTable
ALTER TABLE "Person" RENAME CONSTRAINT "User_pkey" TO "Person_pkey";

-- AlterTable
ALTER TABLE "Writer" RENAME CONSTRAINT "Author_pkey" TO "Writer_pkey";

-- AlterTable
ALTER TABLE "_PersonToTag" DROP CONSTRAINT "_TagToUser_AB_pkey",
ADD CONSTRAINT "_PersonToTag_AB_pkey" PRIMARY KEY ("A", "B");

-- AlterTable
ALTER TABLE "_written" DROP CONSTRAINT "_written_AB_pkey",
ADD CONSTRAINT "_written_AB_pkey" PRIMARY KEY ("A", "B");

-- CreateIndex
CREATE INDEX "_PersonToTag_B_index" ON "_PersonToTag"("B");

-- CreateIndex
CREATE INDEX "_written_B_index" ON "_written"("B");

-- RenameForeignKey
ALTER TABLE "Post" RENAME CONSTRAINT "Post_authorId_fkey" TO "Post_personId_fkey";

-- RenameForeignKey
ALTER TABLE "_PersonToTag" RENAME CONSTRAINT "_TagToUser_A_fkey" TO "_PersonToTag_B_fkey";

-- RenameForeignKey
ALTER TABLE "_PersonToTag" RENAME CONSTRAINT "_TagToUser_B_fkey" TO "_PersonToTag_A_fkey";

-- AddForeignKey
ALTER TABLE "_written" ADD CONSTRAINT "_written_A_fkey" FOREIGN KEY ("A") REFERENCES "Book"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_written" ADD CONSTRAINT "_written_B_fkey" FOREIGN KEY ("B") REFERENCES "Writer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- RenameIndex
ALTER INDEX "User_mail_key" RENAME TO "Person_email_key";

-- RenameIndex
ALTER INDEX "Post_authorId_idx" RENAME TO "Post_personId_idx";
