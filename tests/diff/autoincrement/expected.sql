-- AlterTable
CREATE SEQUENCE "begin-here_n_seq";
ALTER TABLE "Begin-Here" ALTER COLUMN "n" SET DEFAULT nextval('"begin-here_n_seq"');
ALTER SEQUENCE "begin-here_n_seq" OWNED BY "Begin-Here"."n";

-- AlterTable
ALTER TABLE "End" ALTER COLUMN "id" DROP DEFAULT;

-- AlterTable
ALTER TABLE "Wider" DROP CONSTRAINT "Wider_pkey",
ALTER COLUMN "id" SET DATA TYPE BIGINT,
ADD CONSTRAINT "Wider_pkey" PRIMARY KEY ("id");
ALTER SEQUENCE IF EXISTS "Wider_id_seq" AS BIGINT;

-- AlterTable
ALTER TABLE "Text" DROP CONSTRAINT "Text_pkey",
ALTER COLUMN "id" DROP DEFAULT,
ALTER COLUMN "id" SET DATA TYPE TEXT,
ADD CONSTRAINT "Text_pkey" PRIMARY KEY ("id");

-- AlterTable
ALTER TABLE "Number" ALTER COLUMN "id" SET DEFAULT 5,
ALTER COLUMN "id" DROP DEFAULT;
