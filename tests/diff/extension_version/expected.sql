-- DropExtension
DROP EXTENSION "hstore";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "hstore" WITH VERSION "1.8";
