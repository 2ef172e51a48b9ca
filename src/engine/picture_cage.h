/*
 * picture_cage -- what a child may still do once it is caged.
 *
 *     limits     memory, processor seconds, open files; files cannot grow, no core
 *     files      only fonts and shared data are read (Landlock), nothing is written
 *     calls      no socket, program, process, signal, mount, trace … (seccomp)
 *
 * Limits hold everywhere; the other two as far as the kernel knows them.  A child that is
 * refused a call hears EPERM.  The cage cannot be left.
 */
#ifndef PICTURE_CAGE_H
#define PICTURE_CAGE_H

#include <stdbool.h>

enum { CAGE_MEMORY_BYTES = 1536 * 1024 * 1024, CAGE_FILES = 64 };

/* Closes all but the first three files and locks the process in for so many seconds of
 * its processor.  Says whether all that the kernel knows was taken. */
bool picture_cage_enter(int seconds);

#endif
