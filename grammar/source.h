/*
 * source.h - the schema's files, and where in them something stands.
 *
 * All files of a schema share one space of byte offsets, in the order they were added, so a Span alone says
 * file and place.  Nothing but source_locate() and source_line() ever counts lines.
 */
#ifndef SCHEMAGEN_SOURCE_H
#define SCHEMAGEN_SOURCE_H

#include "arena.h"
#include "list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes start..end-1 of the space of all files.  Zero is "nowhere". */
typedef struct Span {
    uint32_t start;
    uint32_t end;
} Span;

/* Most runs ask for no line at all: only some are remembered, the others counted from there. */
enum { LINES_PER_MARK = 64 };

typedef struct SourceFile {
    const char *path; /* as shown to the user */
    const char *text; /* NUL-terminated; may contain NUL bytes before `size` */
    uint32_t size;
    uint32_t base;        /* offset of its first byte; the first file's is 1, so that no Span in use is zero */
    bool has_cr;          /* some lines end with CR */
    LIST(uint32_t) marks; /* file offset of the first byte of every LINES_PER_MARK-th line */
} SourceFile;

typedef struct Sources {
    SgArena *arena;
    LIST(SourceFile) files;
} Sources;

/* A line of a file. */
typedef struct SourceLine {
    uint32_t number; /* from 0 */
    uint32_t start;  /* file offset of its first byte */
} SourceLine;

typedef struct Location {
    const SourceFile *file;
    uint32_t line_start; /* file offset of the line's first byte */
    uint32_t line;       /* from 1 */
    uint32_t column;     /* from 1, in characters */
} Location;

/* Adds text already in memory (borrowed), with a NUL behind its last byte.  Text beyond 2^31 bytes in all is refused:
 * false. */
bool source_add(Sources *sources, const char *path, const char *text, size_t size);

/*
 * Reads a .prisma file, or every *.prisma file of a folder and its sub-folders in byte order of their paths
 * (names that begin with a dot are passed over).  A link to nowhere with such a name is a failure.
 * On failure returns false and sets `error` to a message in the arena; `sources` keeps what was read before.
 */
bool source_read(Sources *sources, const char *path, const char **error);

/* As above for the files of a folder whose names end in `ending` (".sql"). */
bool source_read_folder(Sources *sources, const char *path, const char *ending, const char **error);

/* Where an offset stands; `file` is NULL for offset 0.  An offset beyond the text stands at its end. */
Location source_locate(const Sources *sources, uint32_t offset);

/* The line of the file's byte `at`. */
SourceLine source_line(const SourceFile *file, uint32_t at);

/* The file that holds an offset; NULL when there are no files. */
const SourceFile *source_file(const Sources *sources, uint32_t offset);

/* A span's first byte, in place. */
const char *source_bytes(const Sources *sources, Span span);

/* The source text of a span, copied into the arena. */
const char *source_text(const Sources *sources, Span span);

#endif
