/* CMakeLists.txt of the output folder: a library of the generated files. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"

#include <string.h>

static void add_line(void *arg, const char *name)
{
    size_t size = strlen(name);
    if (size > 2 && strcmp(name + size - 2, ".c") == 0) emit_add(arg, "%s\n", name);
}

void c_cmake_lists(SgArena *arena, const CPlan *plan, SgText *out)
{
    SgText sources = {.arena = arena};
    c_file_names(plan, add_line, &sources);
    Holes h = {0};
    hole(&h, "library", plan->prefix[0] == '\0' ? "generated" : emit_format(arena, "%sgenerated", plan->prefix));
    hole(&h, "sources", sg_text_get(&sources));
    hole(&h, "here", "${CMAKE_CURRENT_SOURCE_DIR}");
    emit(out, &h,
        "# " C_MARKER ".  Do not edit.",
        "#",
        "# For a project that keeps these files: add_subdirectory() of this folder, after find_package(schemagen) or",
        "# the runtime's own add_subdirectory(), and link `${library}`.",
        "add_library(${library} STATIC",
        "    ${sources}",
        ")",
        "target_include_directories(${library} PUBLIC ${here})",
        "target_link_libraries(${library} PUBLIC schemagen::schemagen)",
        "set_target_properties(${library} PROPERTIES C_STANDARD 11 POSITION_INDEPENDENT_CODE ON)");
}
