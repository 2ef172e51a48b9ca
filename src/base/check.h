/*
 * check -- numbers that carry their own proof: check digits of identity numbers,
 * credit codes and case numbers, and the shape of a mobile number.
 *
 * Pure functions of a string.  A true answer says that the number is well formed,
 * never that it was issued.  Blanks, lower case and full-width digits are refused:
 * what people type is normalised before it is checked.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>

/*
 * A citizen's identity number (公民身份号码, GB 11643-1999): six digits of area not
 * beginning with 0, a birthday that exists and lies between 1900-01-01 and today
 * (yyyymmdd, today included), three digits of sequence, and a check digit by
 * ISO 7064 MOD 11-2, where X stands for ten.  The standard's second example, of 1880,
 * is thus refused: nobody born so early comes to the hall.
 */
bool check_citizen_id(const char *id, int today);

/*
 * A unified social credit code (统一社会信用代码, GB 32100-2015): eighteen of the
 * digits and capital letters without I, O, S, V and Z, the third to the eighth being
 * digits, the last a check digit modulo 31.  The check digit of the organisation code
 * within (GB 11714) is not looked at; the outer one covers it.
 */
bool check_credit_code(const char *code);

/* A mobile number of the mainland: eleven digits, 13 to 19 first. */
bool check_mobile(const char *phone);

/*
 * The check digit that the Luhn algorithm puts behind digits, '0' to '9'.  It shows
 * any one digit mistaken and all swaps of neighbours but 09 for 90.  Anything but
 * one or more decimal digits is a bug.
 */
char check_luhn_digit(const char *digits);

/* Whether the last of two or more decimal digits is the check digit of the others. */
bool check_luhn(const char *digits);

#endif
