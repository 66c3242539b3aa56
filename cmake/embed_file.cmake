# Puts FILE into TARGET as SYMBOL_begin to SYMBOL_end, through the assembler: no generated source, no cost at build time.
#   embed_file(TARGET SYMBOL FILE)
# The target must have no C++ sources: options for C++ are not for the assembler.
function(embed_file target symbol file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
    .section .rodata
    .global @symbol@_begin
    .global @symbol@_end
@symbol@_begin:
    .incbin "@file@"
@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${file})
  target_sources(${target} PRIVATE ${source})
endfunction()
