-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "store";

-- RenameEnum
ALTER TYPE "Kind" RENAME TO "Type";
ALTER TYPE "Type" SET SCHEMA "store";

-- RenameTable
ALTER TABLE "Customer" RENAME TO "Client";
ALTER TABLE "Client" SET SCHEMA "store";

-- RenameTable
ALTER TABLE "shop"."Order" RENAME TO "Purchase";
ALTER TABLE "shop"."Purchase" SET SCHEMA "public";

-- RenameTable
ALTER TABLE "shop"."Item" SET SCHEMA "store";

-- RenameTable
ALTER TABLE "shop"."_ItemToOrder" RENAME TO "_ItemToPurchase";
ALTER TABLE "shop"."_ItemToPurchase" SET SCHEMA "store";

-- RenameColumn
ALTER TABLE "Purchase" RENAME COLUMN "customerId" TO "clientId";

-- RenameSequence
ALTER SEQUENCE IF EXISTS "store"."Customer_id_seq" RENAME TO "Client_id_seq";

-- RenameSequence
ALTER SEQUENCE IF EXISTS "Order_id_seq" RENAME TO "Purchase_id_seq";

-- AlterTable
ALTER TABLE "store"."Client" RENAME CONSTRAINT "Customer_pkey" TO "Client_pkey";

-- AlterTable
ALTER TABLE "Purchase" RENAME CONSTRAINT "Order_pkey" TO "Purchase_pkey";

-- AlterTable
ALTER TABLE "store"."_ItemToPurchase" RENAME CONSTRAINT "_ItemToOrder_AB_pkey" TO "_ItemToPurchase_AB_pkey";

-- RenameForeignKey
ALTER TABLE "Purchase" RENAME CONSTRAINT "Order_customerId_fkey" TO "Purchase_clientId_fkey";

-- RenameForeignKey
ALTER TABLE "store"."_ItemToPurchase" RENAME CONSTRAINT "_ItemToOrder_A_fkey" TO "_ItemToPurchase_A_fkey";

-- RenameForeignKey
ALTER TABLE "store"."_ItemToPurchase" RENAME CONSTRAINT "_ItemToOrder_B_fkey" TO "_ItemToPurchase_B_fkey";

-- RenameIndex
ALTER INDEX "store"."_ItemToOrder_B_index" RENAME TO "_ItemToPurchase_B_index";
