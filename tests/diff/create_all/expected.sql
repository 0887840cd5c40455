-- CreateEnum
CREATE TYPE "role" AS ENUM ('USER', 'admin');

-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(320) NOT NULL,
    "role" "role" NOT NULL DEFAULT 'USER',
    "tags" TEXT[] DEFAULT ARRAY['a', 'it''s']::TEXT[],
    "balance" DECIMAL(12,2) NOT NULL DEFAULT 1.50,
    "photo" BYTEA DEFAULT '\x000102',
    "meta" JSONB NOT NULL DEFAULT '{}',
    "born" DATE NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00',
    "made" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uid" UUID NOT NULL DEFAULT gen_random_uuid(),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" BIGINT NOT NULL,
    "author_id" INTEGER,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Group" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "id" TEXT NOT NULL,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_GroupToUser" (
    "A" TEXT NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_GroupToUser_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_made_role_idx" ON "users"("made" DESC, "role");

-- CreateIndex
CREATE INDEX "users_meta_idx" ON "users" USING GIN ("meta" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "group_ab" ON "Group"("a", "b");

-- CreateIndex
CREATE INDEX "_GroupToUser_B_index" ON "_GroupToUser"("B");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_GroupToUser" ADD CONSTRAINT "_GroupToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_GroupToUser" ADD CONSTRAINT "_GroupToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
