/* schemagen init - the first files of a project. */
#include "commands.h"
#include "document.h"
#include "folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char SCHEMA_TEXT[] = "generator c {\n"
                                  "  provider = \"schemagen-c\"\n"
                                  "  output   = \"../generated\"\n"
                                  "}\n"
                                  "\n"
                                  "/// The database's URL is in the environment or in .env, as DATABASE_URL.\n"
                                  "datasource db {\n"
                                  "  provider = \"postgresql\"\n"
                                  "}\n"
                                  "\n"
                                  "model Note {\n"
                                  "  id         String   @id @default(uuid(7)) @db.Uuid\n"
                                  "  title      String   @db.VarChar(200)\n"
                                  "  text       String?\n"
                                  "  created_at DateTime @default(now()) @db.Timestamptz(6)\n"
                                  "\n"
                                  "  @@index([created_at])\n"
                                  "  @@map(\"notes\")\n"
                                  "}\n";

static const char IGNORE_TEXT[] = ".schemagen/\n.env\n";

static const char NEXT_STEPS[] = "\nNext:\n"
                                 "  schemagen migrate dev --name init    writes the first migration and applies it\n"
                                 "  schemagen generate                   writes the C code to generated/\n"
                                 "  schemagen server start               keeps that database running for your program\n"
                                 "\nIn CMakeLists.txt, instead of `schemagen generate`:\n"
                                 "  find_package(schemagen REQUIRED)\n"
                                 "  schemagen_generate(TARGET my_db SCHEMA ${CMAKE_CURRENT_SOURCE_DIR}/schema)\n"
                                 "  target_link_libraries(my_program PRIVATE my_db)";

/* Writes a file that is not there yet.  One that is there stays as it is. */
static int write_new(Cli *cli, const char *path, const char *text, Document *written)
{
    FILE *file = fopen(path, "wx");
    if (file == NULL && errno == EEXIST) {
        report_note(&cli->report, "kept %s", path);
        return CLI_DONE;
    }
    if (file == NULL) return report_error(&cli->report, "cannot write %s: %s", path, strerror(errno));
    int failed = fputs(text, file) < 0;
    failed |= fclose(file) != 0;
    if (failed) {
        report_error(&cli->report, "cannot write %s: %s", path, strerror(errno));
        unlink(path); /* the next init would keep the half of it */
        return CLI_FAILED;
    }
    report_say(&cli->report, "wrote %s", path);
    document_text(written, NULL, path);
    return CLI_DONE;
}

static int make_folder(Cli *cli, const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return CLI_DONE;
    return report_error(&cli->report, "cannot make the folder %s: %s", path, strerror(errno));
}

/* A schema at another of the usual places is the project's: a second one would hide it. */
static const char *existing_schema(void)
{
    static const char *const places[] = {"schema.prisma", "prisma/schema.prisma", "prisma/schema"};
    struct stat info;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (stat(places[i], &info) == 0) return places[i];
    return NULL;
}

static int run_init(Cli *cli)
{
    const char *existing = existing_schema();
    if (existing != NULL) return report_error(&cli->report, "there is a schema already: %s", existing);

    int code = make_folder(cli, "schema");
    if (code == CLI_DONE) code = make_folder(cli, "migrations");
    Document document = document_begin(cli->arena);
    document_open_list(&document, "written");
    if (code == CLI_DONE) code = write_new(cli, "schema/schema.prisma", SCHEMA_TEXT, &document);
    if (code == CLI_DONE) code = write_new(cli, "migrations/migration_lock.toml", folder_lock_text, &document);
    if (code == CLI_DONE) code = write_new(cli, ".gitignore", IGNORE_TEXT, &document);
    document_close_list(&document);
    if (code != CLI_DONE) return code;
    report_say(&cli->report, "%s", NEXT_STEPS);
    if (cli->report.is_json) document_print(cli, &document);
    return CLI_DONE;
}

const Command cmd_init = {
    .name = "init",
    .summary = "write a starter schema and an empty migrations folder",
    .description =
        "Writes schema/schema.prisma, migrations/migration_lock.toml and .gitignore, each unless it exists, and\n"
        "says what comes next.  Refuses where a schema is at one of Prisma's places.",
    .shared = SHARED_FORMAT,
    .run = run_init,
};
