/*
 * pipeline.h - one text through every stage of the compiler, in memory: for inputs that nobody wrote by hand.
 *
 * Parses, resolves, prints the diagnostics; a schema without errors is also laid out, dumped, made into a database,
 * compared in every direction, rendered as SQL and generated as C.  What must hold for every schema is checked, and
 * the program aborts where it does not:
 *
 *   - a database does not differ from itself;
 *   - the layout of a schema is a schema that wants the same database, and comes to rest.
 */
#ifndef TESTS_PIPELINE_H
#define TESTS_PIPELINE_H

#include <stddef.h>

typedef struct PipelineResult {
    size_t errors;      /* 0: every stage was run */
    size_t report_size; /* bytes of the printed diagnostics */
    size_t sql_size;    /* bytes of the script that makes the database, 0 after errors */
    size_t c_files;     /* files of C, 0 after errors */
} PipelineResult;

PipelineResult pipeline_run(const char *text, size_t size);

/* Two schemas: the scripts from one to the other and back, with their warnings.  Nothing when one has errors. */
void pipeline_compare(const char *from, size_t from_size, const char *to, size_t to_size);

#endif
