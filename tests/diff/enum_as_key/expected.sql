-- DropForeignKey
ALTER TABLE "C" DROP CONSTRAINT "C_e_fkey";

-- DropIndex
DROP INDEX "C_id_idx";

-- AlterEnum
BEGIN;
CREATE TYPE "E_new" AS ENUM ('A');
ALTER TABLE "P" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
ALTER TABLE "C" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
ALTER TYPE "E" RENAME TO "E_old";
ALTER TYPE "E_new" RENAME TO "E";
DROP TYPE "E_old";
COMMIT;

-- CreateIndex
CREATE INDEX "C_id_idx" ON "C"("id") WHERE (e = 'A');

-- AddForeignKey
ALTER TABLE "C" ADD CONSTRAINT "C_e_fkey" FOREIGN KEY ("e") REFERENCES "P"("e") ON DELETE RESTRICT ON UPDATE CASCADE;
