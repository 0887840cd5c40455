# What `cmake --install` puts where, and the package that other projects find.
include(CMakePackageConfigHelpers)

add_library(schemagen::schemagen ALIAS schemagen)
add_executable(schemagen::program ALIAS schemagen_program)
set_target_properties(schemagen_program PROPERTIES
    EXPORT_NAME program
    SCHEMAGEN_SOURCE_DIR ${PROJECT_SOURCE_DIR})

set(SCHEMAGEN_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/schemagen)
install(TARGETS schemagen schemagen_program EXPORT schemagenTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/sg DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h")

if(SCHEMAGEN_SHARED)
    get_target_property(sources schemagen SOURCES)
    list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/runtime/)
    add_library(schemagen_shared SHARED ${sources})
    add_library(schemagen::shared ALIAS schemagen_shared)
    set_target_properties(schemagen_shared PROPERTIES
        OUTPUT_NAME schemagen
        EXPORT_NAME shared
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR})
    target_include_directories(schemagen_shared
        PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/runtime/include> $<INSTALL_INTERFACE:include>
        PRIVATE ${PROJECT_SOURCE_DIR}/runtime/base ${PROJECT_SOURCE_DIR}/runtime/src)
    target_compile_definitions(schemagen_shared PRIVATE
        $<TARGET_PROPERTY:schemagen_flags,INTERFACE_COMPILE_DEFINITIONS>)
    target_compile_options(schemagen_shared PRIVATE $<TARGET_PROPERTY:schemagen_flags,INTERFACE_COMPILE_OPTIONS>)
    target_link_libraries(schemagen_shared PUBLIC PostgreSQL::PostgreSQL Threads::Threads)
    install(TARGETS schemagen_shared EXPORT schemagenTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/schemagenConfig.cmake.in
    ${PROJECT_BINARY_DIR}/cmake/schemagenConfig.cmake INSTALL_DESTINATION ${SCHEMAGEN_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/schemagenConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(EXPORT schemagenTargets NAMESPACE schemagen:: DESTINATION ${SCHEMAGEN_PACKAGE_DIR})
install(FILES
    ${PROJECT_BINARY_DIR}/cmake/schemagenConfig.cmake
    ${PROJECT_BINARY_DIR}/cmake/schemagenConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/cmake/SchemagenGenerate.cmake
    DESTINATION ${SCHEMAGEN_PACKAGE_DIR})

# The same package from the build tree: the examples are projects of their own that find it there.
export(EXPORT schemagenTargets NAMESPACE schemagen:: FILE ${PROJECT_BINARY_DIR}/cmake/schemagenTargets.cmake)
configure_file(${PROJECT_SOURCE_DIR}/cmake/SchemagenGenerate.cmake
    ${PROJECT_BINARY_DIR}/cmake/SchemagenGenerate.cmake COPYONLY)

# Relative, so that `cmake --install --prefix` may say another place than the configuration did.
file(RELATIVE_PATH SCHEMAGEN_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(${PROJECT_SOURCE_DIR}/cmake/schemagen.pc.in ${PROJECT_BINARY_DIR}/schemagen.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/schemagen.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/schemagen.1
    COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/manpage.sh $<TARGET_FILE:schemagen_program> ${PROJECT_VERSION}
        > ${PROJECT_BINARY_DIR}/schemagen.1
    DEPENDS schemagen_program ${PROJECT_SOURCE_DIR}/cmake/manpage.sh VERBATIM)
add_custom_target(schemagen_manpage ALL DEPENDS ${PROJECT_BINARY_DIR}/schemagen.1)
install(FILES ${PROJECT_BINARY_DIR}/schemagen.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
