/* generate.h - model → C files. */
#ifndef SCHEMAGEN_C_GENERATE_H
#define SCHEMAGEN_C_GENERATE_H

#include "functions.h"
#include "output.h"
#include "plan.h"
#include "plan_queries.h"
#include "text.h"

/* Writes every file of the schema.  False when a file could not be written: output->error says why. */
bool c_generate(CPlan *plan, Output *output);

/* Names of the files that c_generate() writes, in its order. */
void c_file_names(const CPlan *plan, void (*take)(void *arg, const char *name), void *arg);

/* ---- The files, each appended to `out` ---- */

void c_types_header(SgArena *arena, const CPlan *plan, SgText *out);
void c_types_source(SgArena *arena, const CPlan *plan, SgText *out);
void c_models_header(SgArena *arena, const CPlan *plan, SgText *out);
void c_model_header(SgArena *arena, const ModelPlan *plan, const Functions *functions, SgText *out);
void c_model_source(SgArena *arena, const ModelPlan *plan, const Functions *functions, SgText *out);
void c_queries_header(SgArena *arena, const CPlan *plan, const QueryFilePlan *file, SgText *out);
void c_queries_source(SgArena *arena, const QueryFilePlan *file, SgText *out);
void c_cmake_lists(SgArena *arena, const CPlan *plan, SgText *out);

#endif
