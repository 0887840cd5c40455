# One library per room.  A room sees its own folder and the rooms it USES, nothing else: a forbidden include does
# not compile.
#
#   schemagen_room(NAME SOURCES a.c b.c [USES room …] [LIBRARIES target …])
function(schemagen_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ROOM_USES} PRIVATE ${ROOM_LIBRARIES} schemagen_flags)
endfunction()
