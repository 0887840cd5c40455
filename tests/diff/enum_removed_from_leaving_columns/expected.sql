-- AlterEnum
BEGIN;
CREATE TYPE "E_new2" AS ENUM ('A');
ALTER TABLE "T" ALTER COLUMN "gone" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "stay" TYPE "E_new2" USING ("stay"::text::"E_new2");
ALTER TYPE "E" RENAME TO "E_old";
ALTER TYPE "E_new2" RENAME TO "E";
COMMIT;

-- AlterTable
ALTER TABLE "T" DROP COLUMN "gone",
ADD COLUMN     "more" "E" NOT NULL DEFAULT 'A',
DROP COLUMN "was",
ADD COLUMN     "was" TEXT NOT NULL,
DROP COLUMN "will",
ADD COLUMN     "will" "E";

-- DropTable
DROP TABLE "Gone";

-- DropEnum
DROP TYPE "E_old";

-- CreateTable
CREATE TABLE "Come" (
    "id" INTEGER NOT NULL,
    "e" "E" NOT NULL DEFAULT 'A',

    CONSTRAINT "Come_pkey" PRIMARY KEY ("id")
);
