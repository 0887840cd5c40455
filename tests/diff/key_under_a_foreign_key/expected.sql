-- DropForeignKey
ALTER TABLE "City" DROP CONSTRAINT "City_code_fkey";

-- DropForeignKey
ALTER TABLE "Town" DROP CONSTRAINT "Town_countryId_fkey";

-- DropIndex
DROP INDEX "Country_code_key";

-- AlterTable
ALTER TABLE "Country" DROP CONSTRAINT "Country_pkey",
ADD CONSTRAINT "Country_pkey" PRIMARY KEY ("code");

-- CreateIndex
CREATE UNIQUE INDEX "Country_id_key" ON "Country"("id");

-- AddForeignKey
ALTER TABLE "City" ADD CONSTRAINT "City_code_fkey" FOREIGN KEY ("code") REFERENCES "Country"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Town" ADD CONSTRAINT "Town_countryId_fkey" FOREIGN KEY ("countryId") REFERENCES "Country"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
