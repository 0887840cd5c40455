-- Indexes of every kind.
CREATE TABLE orders (id bigserial PRIMARY KEY, email text NOT NULL, "Status" text NOT NULL DEFAULT 'new',
    total numeric(12,2), tags text[], doc jsonb, at timestamptz DEFAULT now(), deleted_at timestamp);
CREATE INDEX ON orders (lower(email));
CREATE UNIQUE INDEX active_email ON orders (email) WHERE deleted_at IS NULL AND "Status" <> 'dead';
CREATE INDEX gin_tags ON orders USING gin (tags);
CREATE INDEX gin_doc ON orders USING gin (doc jsonb_path_ops);
CREATE INDEX brin_at ON orders USING brin (at) WITH (pages_per_range = 16);
CREATE INDEX pat ON orders (email text_pattern_ops, total DESC NULLS LAST);
CREATE INDEX cov ON orders (at DESC) INCLUDE (total, email);
CREATE INDEX h ON orders USING hash (email);
CREATE INDEX coll ON orders (email COLLATE "C");
CREATE UNIQUE INDEX multi ON orders (email, lower("Status"));
ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (id, email) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "or" ON orders (total) WHERE total > 0 OR total IS NULL;
CREATE INDEX dup1 ON orders (total);
CREATE INDEX dup2 ON orders (total);
CREATE STATISTICS st ON email, total FROM orders;
COMMENT ON INDEX dup1 IS 'why twice';
