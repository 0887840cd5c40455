-- DropForeignKey
ALTER TABLE "Order" DROP CONSTRAINT "Order_statusId_fkey";

-- DropTable
DROP TABLE "Status";

-- CreateEnum
CREATE TYPE "Status" AS ENUM ('OPEN');

-- AlterTable
ALTER TABLE "Order" DROP COLUMN "statusId",
ADD COLUMN     "status" "Status" NOT NULL;
