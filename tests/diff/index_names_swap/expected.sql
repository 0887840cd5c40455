-- RenameIndex
ALTER INDEX "y" RENAME TO "y_renamed3";

-- RenameIndex
ALTER INDEX "x" RENAME TO "x_renamed1";

-- CreateIndex
CREATE INDEX "x" ON "T"("c");

-- RenameIndex
ALTER INDEX "x_renamed1" RENAME TO "y";

-- RenameIndex
ALTER INDEX "y_renamed3" RENAME TO "z";
