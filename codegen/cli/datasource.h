/*
 * datasource.h - the URLs that the schema's datasource block names, read without compiling the schema.
 *
 * `migrate deploy` and its kin work on SQL scripts; a mistake in a model must not stop them.
 */
#ifndef SCHEMAGEN_DATASOURCE_H
#define SCHEMAGEN_DATASOURCE_H

#include "cli.h"

typedef struct DatasourceUrl {
    const char *text;     /* a literal URL; NULL when there is none */
    const char *variable; /* of env("…"); NULL when there is none */
} DatasourceUrl;

/* What the first datasource says for `property` ("url", "directUrl", "shadowDatabaseUrl"); zero when there is no
 * schema, no datasource or no such property.  Reports nothing. */
DatasourceUrl datasource_url(Cli *cli, const char *property);

#endif
