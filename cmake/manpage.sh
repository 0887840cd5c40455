#!/bin/sh
# Writes the manual page from the program's own help, so that it cannot say anything else.
# Usage: manpage.sh PROGRAM VERSION > schemagen.1
set -eu
program=$1
version=$2

# Text for roff: no line may begin with a dot or quote, no backslash may pass, a dash is a dash.
escape() {
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\\([.']\\)/\\\\\&\\1/"
}

block() {
    printf '.nf\n'
    escape
    printf '.fi\n'
}

cat <<END
.TH SCHEMAGEN 1 "" "schemagen $version" "User Commands"
.SH NAME
schemagen \\- Prisma schemas to PostgreSQL migrations and typed C
.SH SYNOPSIS
.B schemagen
.I COMMAND
[options]
.SH DESCRIPTION
schemagen reads a schema written in Prisma's schema language and writes two things: migrations in SQL, and a typed C
data\\-access layer over libpq.
.SH COMMANDS
END
commands=$("$program" help | sed -n 's/^  \([a-z]*\( [a-z][a-z]*\)\{0,1\}\)  .*/\1/p')
echo "$commands" | while IFS= read -r command; do
    printf '.SS %s\n' "$command"
    # shellcheck disable=SC2086
    "$program" $command --help | sed -e 's/^usage: //' | block
done
cat <<END
.SH EXIT STATUS
.TP
0
done
.TP
1
failed: the schema is wrong, or the server said no
.TP
2
.B diff \\-\\-exit\\-code
found a difference
.TP
64
wrong use
.TP
130
the user must confirm, and nobody said so
.TP
128 + n
stopped by the signal n
.SH ENVIRONMENT
.TP
DATABASE_URL
the database when neither
.B \\-\\-url
nor the schema names one; without any, commands of development work on the private server
.TP
SCHEMAGEN_PG_BINDIR
the folder of PostgreSQL's programs, for the private server
.TP
PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK
deploy without the lock that keeps two of them apart, for poolers that cannot hold it
.TP
TMPDIR
where a private server's socket goes when the project's path is too long for one
.TP
NO_COLOR
no colours
.SH FILES
.TP
schema/, schema.prisma, prisma/schema/, prisma/schema.prisma
the schema when
.B \\-\\-schema
is not given; the first that exists
.TP
\\&.env
variables for the schema's
.B env("...")
and DATABASE_URL, where the environment does not have them
.TP
\\&.schemagen/
the private server's data
.SH EXAMPLES
A new project, its first migration on a database of its own, and its C:
.PP
.nf
    schemagen init
    schemagen migrate dev \\-\\-name init
    schemagen generate
.fi
.PP
What continuous integration asks:
.PP
.nf
    schemagen format \\-\\-check
    schemagen diff \\-\\-from migrations \\-\\-to schema \\-\\-exit\\-code
    schemagen generate \\-\\-check
.fi
.PP
The next release, on its way to production:
.PP
.nf
    schemagen migrate deploy \\-\\-url "\$DATABASE_URL"
.fi
.SH SEE ALSO
.BR psql (1),
.BR pg_dump (1),
and the pages in the project's folder docs: language, generated code, workflow, diagnostics, differences from Prisma
END
