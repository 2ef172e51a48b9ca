# business_hours.pl HOLIDAYS -- the third oracle of clock_oracle.test.mjs.
#
# Reads BEGIN<tab>COUNT<tab>DUE lines (days) and prints those that Business::Hours does
# not find: from the close of the first day to the close of the last there must be COUNT
# times the hours of a working day, and less up to a second before.
use strict;
use warnings;
use Business::Hours;
use Time::Local qw/timelocal_nocheck/;

$ENV{TZ} = 'Asia/Shanghai';

my ($path) = @ARGV;
my $worked_seconds = 9 * 3600;                    # 8:30 to 17:30
my %hours = map { $_ => { Start => '8:30', End => '17:30' } } 0 .. 6;
my %kind;

open my $table, '<', $path or die "$path: $!\n";
while (<$table>) {
    my ($day, undef, $kind) = split /\t/;
    $kind{$day} = $kind if $day =~ /^\d{4}-/;
}

sub moment { my ($day, $hour, $minute) = @_;
    my ($y, $m, $d) = split /-/, $day;
    return timelocal_nocheck(0, $minute, $hour, $d, $m - 1, $y);
}

# The days that are not worked, for a stretch: Business::Hours takes them as holidays.
sub days_off { my ($from, $to) = @_;
    my @off;

    for (my $noon = moment($from, 12, 0); $noon <= moment($to, 23, 59); $noon += 86400) {
        my @parts = localtime $noon;
        my $day = sprintf '%04d-%02d-%02d', $parts[5] + 1900, $parts[4] + 1, $parts[3];
        my $weekend = $parts[6] == 0 || $parts[6] == 6;
        my $off = $kind{$day} ? $kind{$day} eq 'off' : $weekend;

        push @off, $day if $off;
    }
    return @off;
}

# A calendar for all that begins in a month and ends within a year.
my %calendar;

sub calendar { my ($month) = @_;
    return $calendar{$month} if $calendar{$month};

    my $made = Business::Hours->new;
    my $end = sprintf '%04d%s', substr($month, 0, 4) + 1, substr("$month-28", 4);

    $made->business_hours(%hours, holidays => [days_off("$month-01", $end)]);
    $made->for_timespan(Start => moment("$month-01", 0, 0), End => moment($end, 23, 59));
    return $calendar{$month} = $made;
}

while (<STDIN>) {
    chomp;
    my ($begin, $count, $due) = split /\t/;

    if ($count == 0) {
        print "$_\n" unless $due eq $begin;
        next;
    }

    my $calendar = calendar(substr $begin, 0, 7);
    my $from = moment($begin, 17, 30);
    my $to = moment($due, 17, 30);
    my $spent = $calendar->between($from, $to);

    # Seconds with both ends: the last one that is worked is the one before closing.
    print "$_\t$spent\n" unless $spent == $count * $worked_seconds
        && $calendar->between($from, $to - 2) == $spent - 1;
}
